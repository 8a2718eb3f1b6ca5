"""Tracks whether changes can be saved: the disk may be full, or the database read-only."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from blog import metrics
from blog.database import one_writer
from blog.outage import reason
from blog.work_queue import run_in_threadpool

# More than a post and its search index need.
PROBE_BYTES = 256 * 1024
# By prefixes of SQLite's error names and PostgreSQL's codes (appendix A): the problem, and its label in /metrics.
_PROBLEMS = {
    ("SQLITE_FULL", "53100"): ("the disk is full", "full"),
    ("SQLITE_READONLY", "25006"): ("the database is read-only", "readonly"),
    ("SQLITE_IOERR", "SQLITE_CANTOPEN", "58030"): ("the disk cannot be written", "disk"),
    ("SQLITE_BUSY", "55P03"): ("", "locked"),
}
_PROBE = text("UPDATE alembic_version SET version_num = version_num")

logger = logging.getLogger(__name__)


class Storage:
    """The state after this process's last change; `problem` says why it could not be saved, or is empty."""

    def __init__(self) -> None:
        self.problem = ""

    def record_failure(self, error: DBAPIError) -> None:
        """Records that a change could not be saved."""
        problem, label = diagnose(error)
        self.problem = problem and f"changes cannot be saved: {problem}"
        metrics.FAILED_WRITES.labels(label).inc()
        logger.error("a change could not be saved: %s", reason(error))

    def record_success(self) -> None:
        """Records that a change was saved."""
        if self.problem:
            self.problem = ""
            logger.warning("changes can be saved again")

    def retry(self, engine: Engine) -> None:
        """After a failure, tests whether the database can be written, with a statement that changes nothing."""
        if not self.problem:
            return
        try:
            if engine.dialect.name == "sqlite":
                run_in_threadpool(_probe_disk, Path(engine.url.database or "").parent)
            with one_writer(engine) as writer, writer.begin() as connection:
                connection.execute(_PROBE)
        except (DBAPIError, OSError):
            return
        self.record_success()


def diagnose(error: DBAPIError) -> tuple[str, str]:
    """The problem behind an error, if it is one of storage, and its label in the metrics."""
    code = str(getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or "")
    return next((problem for prefixes, problem in _PROBLEMS.items() if code.startswith(prefixes)), ("", "other"))


def _probe_disk(folder: Path) -> None:
    """Writes a temporary file; raises OSError when the disk is full."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(PROBE_BYTES))
        file.flush()
        os.fsync(file.fileno())


_known: WeakKeyDictionary[Engine, Storage] = WeakKeyDictionary()


def storage_of(engine: Engine) -> Storage:
    """The storage state of a database in this process."""
    return _known.setdefault(engine, Storage())


def connections(engine: Engine) -> tuple[int, int]:
    """How many connections of the engine's pool are in use, and how many may be."""
    pool = engine.pool
    if not isinstance(pool, QueuePool):
        return 0, 1
    return pool.checkedout(), pool.size() + pool._max_overflow
