"""Erases the traces of purged text from memory, and from the files of a SQLite database.

SQLite keeps deleted text in three places: in the write-ahead log, in the search index (which only marks entries as
deleted), and in free space within pages. The number of purges that are not yet erased is stored in the database, as
`user_version`, so that another process can finish what a killed one began. PostgreSQL erases by itself (see
docs/production.md).
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from blog import cache
from blog.outage import Outage
from blog.sqlite import WAIT_SECONDS
from blog.work_queue import run_in_threadpool

# Rewriting the file is slow, and what prevents it, such as a full disk, does not pass in a second.
RETRY_SECONDS = 60.0
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"

logger = logging.getLogger(__name__)


class Erasure:
    """What this process has still to erase. It assumes that there is something until it has looked."""

    def __init__(self) -> None:
        self.is_pending = True
        self._rewritten = 0
        self._not_before = 0.0
        self._outage = Outage(
            logger,
            begins="purged text cannot be erased from the disk yet; retrying every minute",
            ends="purged text is erased from the disk",
        )

    def note_purge(self, session: Session) -> None:
        """Records, in the transaction of a purge, that its traces must be erased."""
        if session.get_bind().dialect.name == "sqlite":
            noted = session.execute(text("PRAGMA user_version")).scalar_one()
            session.execute(text(f"PRAGMA user_version = {noted + 1}"))

    def after_purge(self, engine: Engine) -> None:
        """After the commit of a purge: clears the caches, and tries to erase the text from disk at once."""
        cache.clear_all()
        self.is_pending, self._not_before = True, 0.0
        self.erase_pending(engine)

    def erase_pending(self, engine: Engine) -> None:
        """Erases what is pending. The scheduler repeats this until no reader needs the old pages any more."""
        if engine.dialect.name != "sqlite":
            self.is_pending = False
        if self.is_pending and monotonic() >= self._not_before:
            try:
                self.is_pending = not run_in_threadpool(self._erase, Path(engine.url.database or ""))
                self._outage.end()
            except sqlite3.Error as error:
                self._not_before = monotonic() + RETRY_SECONDS
                self._outage.begin(error)

    def _erase(self, path: Path) -> bool:
        """Rebuilds the search index, rewrites the file and truncates the log; returns whether everything is erased."""
        with closing(sqlite3.connect(path, isolation_level=None, timeout=WAIT_SECONDS)) as file:
            noted = _purges_noted(file)
            if noted and noted != self._rewritten:
                _rewrite(file)
                self._rewritten = noted
            file.execute("PRAGMA busy_timeout = 0")
            [is_busy, *_] = file.execute(_CHECKPOINT).fetchone()
            return not is_busy and (not noted or _clear_note(file, noted))


def _purges_noted(file: sqlite3.Connection) -> int:
    return int(file.execute("PRAGMA user_version").fetchone()[0])


def _rewrite(file: sqlite3.Connection) -> None:
    file.execute("PRAGMA secure_delete = ON")
    file.execute(_CHECKPOINT)
    file.execute("INSERT INTO update_search (update_search) VALUES ('rebuild')")
    file.execute("VACUUM")


def _clear_note(file: sqlite3.Connection, noted: int) -> bool:
    """Clears the number of noted purges, unless there were more meanwhile."""
    file.execute("BEGIN IMMEDIATE")
    is_all = _purges_noted(file) == noted
    if is_all:
        file.execute("PRAGMA user_version = 0")
    file.execute("COMMIT")
    return is_all


_known: WeakKeyDictionary[Engine, Erasure] = WeakKeyDictionary()


def erasure_of(engine: Engine) -> Erasure:
    """The erasure state of a database in this process."""
    return _known.setdefault(engine, Erasure())
