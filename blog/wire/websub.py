"""WebSub: tells a hub that the feeds of a visit have news, so that their subscribers need not ask again and again.

A change is told by the process that made it, which is one, however many serve. A word that is lost costs nothing: who
follows a feed asks for it anyway, and the next change is told with it.
"""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Collection
from http.client import HTTPException
from threading import Event as Flag
from threading import Thread
from time import sleep
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from flask import Flask, url_for
from sqlalchemy.exc import SQLAlchemyError

from blog.extensions import visit_changed
from blog.queries import visits

FEEDS = ("feeds.atom", "feeds.rss", "feeds.json")
# The hub asks for the feed at once. By then no cache in front may answer with what it has (see `pages.KEEP_FOR`), and
# what an editor changes in one breath is told in one.
SETTLE_SECONDS = 6.0
ANSWER_SECONDS = 10.0
LAST_WORDS_SECONDS = 2.0

logger = logging.getLogger(__name__)


class Announcer:
    """One for each process, with a thread of its own: however slow the hub is, nobody waits for it but this."""

    def __init__(self, app: Flask, hub: str) -> None:
        self._app, self._hub = app, hub
        self._changed: set[int] = set()
        self._flag = Flag()
        self._start: Callable[[], None] | None = self._begin

    def note(self, visit_id: int) -> None:
        """Remembers that a visit has changed. Never waits and never fails."""
        self._changed.add(visit_id)
        self._flag.set()
        if start := self._start:  # with the first change, which is after any fork
            self._start = None
            start()

    def tell(self, visit_ids: Collection[int], patience: float = ANSWER_SECONDS) -> None:
        """Tells the hub of these visits. At the first sign that it does not answer, the rest is left untold."""
        try:
            addresses = self._addresses(visit_ids)
            for address in addresses:
                self._post(address, patience)
        except HTTPError as error:
            error.close()
            logger.warning("the hub does not want to know of a change: it answers %s", error.code)
        except (OSError, HTTPException, ValueError, SQLAlchemyError) as error:
            logger.warning("the hub cannot be told of a change: %s", error)
        else:
            logger.info("the hub was told of %s feeds", len(addresses))

    def stop(self) -> None:
        """Tells what is still untold, if the hub takes it quickly; a command that posts ends a moment later."""
        visit_changed.disconnect(self.note)
        if left := self._taken():
            self.tell(left, LAST_WORDS_SECONDS)

    def _begin(self) -> None:
        atexit.register(self.stop)
        Thread(target=self._run, name="websub", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._flag.wait()
            sleep(SETTLE_SECONDS)
            self._flag.clear()
            if changed := self._taken():
                self.tell(changed)

    def _taken(self) -> set[int]:
        changed, self._changed = self._changed, set()
        return changed

    def _addresses(self, visit_ids: Collection[int]) -> list[str]:
        with self._app.test_request_context():
            slugs = visits.slugs(visit_ids)
            return [url_for(feed, slug=slug, _external=True) for slug in slugs for feed in FEEDS]

    def _post(self, address: str, patience: float) -> None:
        form = urlencode({"hub.mode": "publish", "hub.url": address}).encode()
        # The settings let nothing but http and https through.
        with urlopen(Request(self._hub, form), timeout=patience):  # noqa: S310
            pass
