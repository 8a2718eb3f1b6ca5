"""Reads the inbox in a thread of its own. Of all processes of a site, one at a time does so."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import newsroom
from blog.extensions import db
from blog.inbox import mailbox
from blog.inbox.mailbox import InboxFailed, Mailbox, Waiting
from blog.inbox.server import InboxServer
from blog.newsroom.errors import CommitUnknown
from blog.newsroom.media import NotKept
from blog.outage import Outage
from blog.settings import Settings
from blog.web.inbox import filing
from blog.web.inbox.filing import Outcome

# How long one wait for news lasts; the lease is longer.
WAIT_SECONDS = 50.0
# How often a process that does not read looks whether it should.
TURN_SECONDS = 10.0
# After the first failure, the second, and so on.
BACKOFF_SECONDS = (5.0, 15.0, 60.0, 300.0)

logger = logging.getLogger(__name__)


class InboxWorker:
    """The reader of one process. `is_over` says that the process ends."""

    def __init__(self, app: Flask, server: InboxServer, is_over: Callable[[], bool]) -> None:
        self._app, self._server, self._is_over = app, server, is_over
        self._holder = secrets.token_hex(16)
        self._is_running = False
        self._next, self._failures = 0.0, 0
        self._outage = Outage(
            logger, begins="the inbox cannot be read; mail waits there", ends="the inbox can be read again"
        )

    def start_due(self) -> None:
        """Begins to read, unless this or another process does so. Returns at once."""
        if not self._is_running and monotonic() >= self._next:
            self._is_running = True
            Thread(target=self._run, name="inbox", daemon=True).start()

    def read_once(self) -> Counter[Outcome] | None:
        """Files what waits now, and returns how much became what; None while another process reads.

        Raises InboxFailed.
        """
        if not newsroom.inbox_lease.claim(self._holder):
            return None
        total: Counter[Outcome] = Counter()
        try:
            with mailbox.opened(self._server) as box:
                while found := self._file_waiting(box):
                    total += found
        finally:
            newsroom.inbox_lease.release(self._holder)
        return total

    def run_until_interrupted(self) -> None:
        """Reads on and on. Waits while another process does so, or the mailbox cannot be read."""
        while not self._is_over():
            self._turn()
            while monotonic() < self._next and not self._is_over():
                sleep(1)

    def _run(self) -> None:
        try:
            with self._app.app_context():
                self._turn()
        finally:
            self._is_running = False

    def _turn(self) -> None:
        """Reads until this process ends or something fails. Sets when to try again."""
        try:
            self._read()
            self._next = monotonic() + TURN_SECONDS
        except (InboxFailed, SQLAlchemyError, CommitUnknown, NotKept) as error:
            self._fail(error)
        except Exception as error:  # or nobody would read any more
            logger.exception("the inbox failed")
            self._fail(error)
        finally:
            db.session.remove()

    def _fail(self, error: Exception) -> None:
        self._next = monotonic() + BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        self._outage.begin(error)

    def _read(self) -> None:
        if self._is_over() or not newsroom.inbox_lease.claim(self._holder):
            return
        try:
            with mailbox.opened(self._server) as box:
                self._outage.end()
                while newsroom.inbox_lease.claim(self._holder):
                    if not self._file_waiting(box):
                        self._failures = 0
                        if self._is_over():
                            return
                        box.wait(WAIT_SECONDS, self._is_over)
        finally:
            newsroom.inbox_lease.release(self._holder)

    def _file_waiting(self, box: Mailbox) -> Counter[Outcome]:
        """Files some of the mails that wait, and logs how many became what."""
        total: Counter[Outcome] = Counter()
        for waiting in box.waiting():
            if self._is_over() or not newsroom.inbox_lease.claim(self._holder):
                break
            outcome = self._file(box, waiting)
            total[outcome] += 1
            if outcome.is_done:
                box.mark(waiting.uid)
            else:
                box.set_aside(waiting.uid)
        if total:
            logger.info("mail: %s", ", ".join(f"{total[each]} {each.name.lower()}" for each in total))
        return total

    def _file(self, box: Mailbox, waiting: Waiting) -> Outcome:
        """Files one mail. What nobody has foreseen sets it aside, so that the others do not wait behind it."""
        try:
            return filing.file(self._server, waiting, lambda: box.message(waiting.uid))
        except (InboxFailed, SQLAlchemyError, CommitUnknown, NotKept, OSError):
            raise
        except Exception:  # the mail is stranger than anything that is known
            logger.exception("a mail could not be filed")
            return Outcome.REFUSED


def init_app(app: Flask, options: Settings) -> None:
    """Creates the worker where there is an inbox. The scheduler calls it, unless `flask inbox` is to do the work."""
    if options.inbox:
        hub = app.extensions["wire"].hub
        app.extensions["inbox_worker"] = InboxWorker(app, options.inbox, lambda: bool(hub.closing))
