"""Opens write transactions, runs them again after a temporary failure, and tells whether a commit succeeded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from blog.database import one_writer
from blog.extensions import db
from blog.newsroom.errors import CommitUnknown
from blog.newsroom.storage import diagnose, storage_of
from blog.outage import is_outage, reason

R = TypeVar("R")

# Serialisation failure, deadlock; server shutting down, crashed, or starting (PostgreSQL, appendix A).
RETRYABLE = {"40001", "40P01", "57P01", "57P02", "57P03"}
RETRY_DELAYS = (0.1, 0.4)

logger = logging.getLogger(__name__)


def retry(attempt: Callable[[], R]) -> R:
    """Runs a transaction again after a temporary failure that rolled it back.

    A connection lost during the commit leaves the outcome unknown. It is not retried here but by the sender, whose
    client key makes two attempts one post.
    """
    for delay in RETRY_DELAYS:
        try:
            return attempt()
        except DBAPIError as error:
            if not _is_retryable(error):
                raise
            logger.warning("transaction rolled back; retrying: %s", reason(error))
            sleep(delay)
    return attempt()


@contextmanager
def write_session(*, at_most: float | None = None, file: Engine | None = None) -> Iterator[Session]:
    """Opens a session for one write transaction and commits it; loaded rows stay readable afterwards.

    Waits at most `at_most` seconds for the write lock, or as long as it takes. `file` is another database than the
    app's own.
    """
    # While it waits for the lock, the request gives its read connection back to the pool.
    writer = one_writer(file or db.engine, db.session.rollback, at_most=at_most)
    with writer as engine, Session(engine, expire_on_commit=False) as session:
        committing = False
        try:
            yield session
            session.flush()  # a failure before the commit can be retried
            committing = session.in_transaction()
            session.commit()
        except DBAPIError as error:
            if committing or (is_outage(error) and not _is_retryable(error)):
                storage_of(db.engine).record_failure(error)
            if committing and not _is_refusal(error):
                raise CommitUnknown from error
            raise
        if committing:
            storage_of(db.engine).record_success()
    db.session.rollback()  # the next read of the request sees this commit


def _is_retryable(error: DBAPIError) -> bool:
    """Whether the transaction was rolled back for a temporary reason."""
    return error.connection_invalidated or _sqlstate(error) in RETRYABLE


def _is_refusal(error: DBAPIError) -> bool:
    """Whether the database is certain that it did not commit."""
    return _sqlstate(error) in RETRYABLE or diagnose(error)[1] in ("full", "readonly", "locked")


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
