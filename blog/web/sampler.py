"""Measures every few seconds what no request measures: whether services answer, the pool, what waits too long.

Once a minute it also counts who reads.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from urllib.parse import urlsplit

from flask import Flask
from gevent import Timeout
from sqlalchemy.exc import SQLAlchemyError

from blog import metrics, newsroom, security
from blog.extensions import db, limiter
from blog.newsroom.storage import connections
from blog.queries import visits
from blog.settings import Settings
from blog.wire.service import Wire

SAMPLE_SECONDS = 5.0
# A service that takes longer counts as away.
PATIENCE_SECONDS = 3.0


class Sampler:
    """Call it in an app context. A service that is away is reported, and is no error."""

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.config["SETTINGS"]
        self._checks: dict[str, Callable[[], bool]] = {"database": _database_answers}
        if settings.redis_url:
            self._checks["redis"] = limiter.storage.check
        self._count_readers = _ReaderCount(app)

    def __call__(self) -> None:
        _measure_pool()
        up = {service: _measured(service, check) for service, check in self._checks.items()}
        if up["database"]:
            metrics.DELIVERIES_OVERDUE.set(newsroom.deliveries.count_overdue())
            self._count_readers()


class _ReaderCount:
    """Counts at the beginning of each minute, but not in the one in which the process starts.

    The readers of that minute have been counted by the process that it replaces.
    """

    def __init__(self, app: Flask) -> None:
        self._wire: Wire = app.extensions["wire"]
        self._allowed = app.config["SETTINGS"].embed_ancestors
        self._site = urlsplit(app.config["PUBLIC_URL"]).hostname or ""
        self._counted = newsroom.readership.this_minute()

    def __call__(self) -> None:
        minute, delays = newsroom.readership.this_minute(), self._wire.pump.delays
        if minute == self._counted:
            return
        before, self._counted, taken = self._counted, minute, delays.take()
        try:
            newsroom.readership.add(minute, self._wire.hub.places(), taken, self._is_named)
        except SQLAlchemyError:  # rolled back, so the next sample tries again; after CommitUnknown it would count twice
            self._counted = before
            delays.put_back(taken)
            raise

    def _is_named(self, host: str) -> bool:
        """The sites that may embed, and this one, which shows a frame of its own to choose from."""
        return host == self._site or security.may_frame(host, self._allowed)


def _measured(service: str, check: Callable[[], bool]) -> bool:
    began = perf_counter()
    answers = _is_up(check)
    metrics.SERVICE_UP.labels(service).set(answers)
    metrics.SERVICE_SECONDS.labels(service).set(perf_counter() - began)
    return answers


def _is_up(check: Callable[[], bool]) -> bool:
    try:
        with Timeout(PATIENCE_SECONDS):
            return check()
    except Timeout:
        return False


def _database_answers() -> bool:
    try:
        visits.id_of("")
        db.session.rollback()
    except SQLAlchemyError:
        return False
    return True


def _measure_pool() -> None:
    in_use, most = connections(db.engine)
    metrics.POOL_IN_USE.set(in_use)
    metrics.POOL_LIMIT.set(most)
