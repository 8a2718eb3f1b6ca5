"""The clock of a process: asks the newsroom every second whether something has become due."""

from __future__ import annotations

import logging
from threading import Thread
from time import sleep

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

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Starts the clock with the worker, or at its first request: a thread from before a fork would not be there."""
    started: list[Thread] = []

    def start() -> None:
        if not started:
            started.append(Thread(target=_tick, args=(app,), name="clock", daemon=True))
            started[0].start()

    app.extensions["clock"] = start

    @app.before_request
    def start_with_the_first() -> None:
        if not app.testing and not startup.is_waiting():
            start()


def _tick(app: Flask) -> None:
    wire: Wire = app.extensions["wire"]
    outage = Outage(
        logger,
        begins="what is due waits for the database",
        ends="the database answers again; what was due is done",
    )
    while not wire.hub.closing:  # what becomes due from then on is for the next process
        sleep(TICK_SECONDS)
        try:
            with app.app_context():
                storage_of(db.engine).retry(db.engine)
                erasure_of(db.engine).erase_pending(db.engine)
                newsroom.schedule.run_due()
        except (SQLAlchemyError, NewsroomError) as error:  # the next tick tries again
            outage.begin(error)
        except Exception:  # a clock that stopped would stop for good
            logger.exception("what is due cannot be done")
        else:
            outage.end()
