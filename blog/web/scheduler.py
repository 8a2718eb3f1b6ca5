"""Background threads: what has become due, once a second; files that nothing needs any more; samples for metrics."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import newsroom
from blog.extensions import db
from blog.newsroom.erasure import erasure_of
from blog.newsroom.errors import NewsroomError
from blog.newsroom.storage import storage_of
from blog.outage import Outage
from blog.settings import Settings
from blog.web import startup
from blog.web.sampler import SAMPLE_SECONDS, Sampler
from blog.wire.service import Wire

TICK_SECONDS = 1.0
# How often the store is asked to delete what a purge has left, and what nobody uses.
DELETING_SECONDS = 5.0
CLEARING_SECONDS = 3600.0

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Starts the threads with the worker or at its first request, never before a fork, which would lose them."""
    started: list[Thread] = []

    def start() -> None:
        if not started:
            started.append(_thread(app, "scheduler", TICK_SECONDS, _DueWork(app)))
            # A store that is away lets every request wait for its timeout: what is due must not wait with it.
            started.append(_thread(app, "file deletion", DELETING_SECONDS, _Deletion()))
            started.append(_thread(app, "sampler", SAMPLE_SECONDS, Sampler(app)))

    app.extensions["scheduler"] = start

    @app.before_request
    def start_with_first_request() -> None:
        if not app.testing and not startup.is_waiting():
            start()


class _DueWork:
    """Runs what has become due. Notes first whether there is a WebSub hub to queue for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._has_noted_hub = False

    def __call__(self) -> None:
        storage_of(db.engine).retry(db.engine)
        erasure_of(db.engine).erase_pending(db.engine)
        newsroom.schedule.run_due()
        newsroom.refusals.write()
        if card_worker := self._app.extensions.get("card_worker"):
            card_worker.start_due()
        settings: Settings = self._app.config["SETTINGS"]
        if not self._has_noted_hub:
            newsroom.websub.note_hub(is_set=settings.websub_hub is not None)
            self._has_noted_hub = True
        if settings.deliver:
            self._app.extensions["delivery_worker"].start_due()
            if inbox_worker := self._app.extensions.get("inbox_worker"):
                inbox_worker.start_due()


class _Deletion:
    """Deletes what was erased, and hourly what nothing uses or shows, and old counts of readers.

    Notes first how long old pictures are.
    """

    def __init__(self) -> None:
        self._next_clearing = monotonic() + CLEARING_SECONDS
        self._has_noted = False

    def __call__(self) -> None:
        newsroom.erased_files.delete_bytes()
        self._has_noted = self._has_noted or newsroom.jpeg_sizes.note_missing()
        if monotonic() >= self._next_clearing:
            self._next_clearing = monotonic() + CLEARING_SECONDS
            newsroom.readership.delete_old()  # first of all: a store that is away stops the rest
            newsroom.unused_media.remove_unused()
            newsroom.unshown_media.erase_unshown()


def _thread(app: Flask, name: str, seconds: float, work: Callable[[], None]) -> Thread:
    thread = Thread(target=_repeat, args=(app, name, seconds, work), name=name, daemon=True)
    thread.start()
    return thread


def _repeat(app: Flask, name: str, seconds: float, work: Callable[[], None]) -> None:
    wire: Wire = app.extensions["wire"]
    outage = Outage(
        logger, begins=f"the {name} waits for the database", ends=f"the database answers again; the {name} goes on"
    )
    while True:
        sleep(seconds)
        if wire.hub.closing:  # the next process does it
            return
        try:
            with app.app_context():
                work()
        except (SQLAlchemyError, NewsroomError) as error:  # retried at the next turn
            outage.begin(error)
        except Exception:  # or the thread would end for good
            logger.exception("the %s failed", name)
        else:
            outage.end()
