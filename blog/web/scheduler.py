"""A background thread that runs what has become due, once a second."""

from __future__ import annotations

import logging
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
from blog.web import startup
from blog.wire.service import Wire

TICK_SECONDS = 1.0
# How often what nobody uses is deleted.
CLEARING_SECONDS = 3600.0

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Starts the thread with the worker or at its first request, never before a fork, which would lose it."""
    started: list[Thread] = []

    def start() -> None:
        if not started:
            started.append(Thread(target=_run, args=(app,), name="scheduler", daemon=True))
            started[0].start()

    app.extensions["scheduler"] = start

    @app.before_request
    def start_with_first_request() -> None:
        if not app.testing and not startup.is_waiting():
            start()


def _run(app: Flask) -> None:
    wire: Wire = app.extensions["wire"]
    outage = Outage(
        logger,
        begins="scheduled work waits for the database",
        ends="the database answers again; scheduled work is done",
    )
    next_clearing = monotonic() + CLEARING_SECONDS
    while not wire.hub.closing:  # from then on the next process does it
        sleep(TICK_SECONDS)
        try:
            with app.app_context():
                storage_of(db.engine).retry(db.engine)
                erasure_of(db.engine).erase_pending(db.engine)
                newsroom.schedule.run_due()
                if monotonic() >= next_clearing:
                    next_clearing = monotonic() + CLEARING_SECONDS
                    newsroom.unused_media.remove_unused()
                newsroom.erased_files.delete_bytes()
                if card_worker := app.extensions.get("card_worker"):
                    card_worker.start_due()
        except (SQLAlchemyError, NewsroomError) as error:  # retried at the next tick
            outage.begin(error)
        except Exception:  # or the thread would end for good
            logger.exception("scheduled work failed")
        else:
            outage.end()
