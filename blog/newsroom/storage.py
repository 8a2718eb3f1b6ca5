"""Whether changes can be saved: the disk may be full, or the database read-only."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from blog import metrics
from blog.database import one_writer
from blog.outage import reason
from blog.work_queue import run_in_threadpool

# What a post with its search index may need, with room to spare.
PROBE_BYTES = 256 * 1024
# By the beginnings of SQLite's names, and by PostgreSQL's codes (appendix A): what is said, and the name in /metrics.
_OBSTACLES = {
    ("SQLITE_FULL", "53100"): ("the disk is full", "full"),
    ("SQLITE_READONLY", "25006"): ("the database is read-only", "readonly"),
    ("SQLITE_IOERR", "SQLITE_CANTOPEN", "58030"): ("the disk does not take what is written", "disk"),
    ("SQLITE_BUSY", "55P03"): ("", "locked"),
}
_PROBE = text("UPDATE alembic_version SET version_num = version_num")

logger = logging.getLogger(__name__)


class Storage:
    """What this process knows from its last change; `problem` says why that could not be saved, if it could not."""

    def __init__(self) -> None:
        self.problem = ""

    def record_failure(self, error: DBAPIError) -> None:
        """A change could not be saved."""
        problem, label = diagnose(error)
        self.problem = problem and f"changes cannot be saved: {problem}"
        metrics.FAILED_WRITES.labels(label).inc()
        logger.error("a change could not be saved: %s", reason(error))

    def record_success(self) -> None:
        """A change was saved."""
        if self.problem:
            self.problem = ""
            logger.warning("changes can be saved again")

    def retry(self, engine: Engine) -> None:
        """After a failure: writes something that changes nothing, so that nobody need post to find that it works."""
        if not self.problem:
            return
        try:
            if engine.dialect.name == "sqlite":
                run_in_threadpool(_fill, Path(engine.url.database or "").parent)
            with one_writer(engine) as writer, writer.begin() as connection:
                connection.execute(_PROBE)
        except (DBAPIError, OSError):
            return
        self.record_success()


def diagnose(error: DBAPIError) -> tuple[str, str]:
    """What is wrong with the disk, if that is why, and the name by which a failed write is counted."""
    code = str(getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or "")
    return next((found for begins, found in _OBSTACLES.items() if code.startswith(begins)), ("", "other"))


def _fill(folder: Path) -> None:
    """Takes up some room for a moment; raises OSError where there is none."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(PROBE_BYTES))
        file.flush()
        os.fsync(file.fileno())


_known: WeakKeyDictionary[Engine, Storage] = WeakKeyDictionary()


def storage_of(engine: Engine) -> Storage:
    """What this process knows of a database."""
    return _known.setdefault(engine, Storage())
