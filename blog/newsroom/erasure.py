"""Leaves nothing of what was purged: neither in memory, nor in the files of a SQLite database.

A row that is emptied stays readable in three places: in the write-ahead log, in the index of the search, which only
marks what is gone, and between the rows of pages that were once divided. How many purges have not been followed up is
kept in the database itself, as its `user_version`, so that a process that is killed leaves the rest to the next one.
PostgreSQL does this by itself (docs/production.md says when).
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

# Rewriting a file takes a while: what keeps it from being done, such as a full disk, is not over in a second.
RETRY_SECONDS = 60.0
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"

logger = logging.getLogger(__name__)


class Erasure:
    """What this process still has to erase: perhaps something, until it has looked."""

    def __init__(self) -> None:
        self.is_pending = True
        self._rewritten = 0
        self._not_before = 0.0
        self._outage = Outage(
            logger,
            begins="what was purged cannot be erased from the disk yet; it is tried again every minute",
            ends="what was purged is erased from the disk",
        )

    def note_purge(self, session: Session) -> None:
        """Notes, in the transaction of a purge, that its traces are to be erased."""
        if session.get_bind().dialect.name == "sqlite":
            owed = session.execute(text("PRAGMA user_version")).scalar_one()
            session.execute(text(f"PRAGMA user_version = {owed + 1}"))

    def after_purge(self, engine: Engine) -> None:
        """After the commit of a purge: forgets its words, and erases them now if nobody is in the way."""
        cache.clear_all()
        self.is_pending, self._not_before = True, 0.0
        self.erase_pending(engine)

    def erase_pending(self, engine: Engine) -> None:
        """Erases what is owed; called again and again, it finishes as soon as nobody reads what was there before."""
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
        """Rewrites the search's index and the file, and empties the log; says whether nothing is owed any more."""
        with closing(sqlite3.connect(path, isolation_level=None, timeout=WAIT_SECONDS)) as file:
            owed = _purges_noted(file)
            if owed and owed != self._rewritten:
                _rewrite(file)
                self._rewritten = owed
            file.execute("PRAGMA busy_timeout = 0")
            [is_busy, *_] = file.execute(_CHECKPOINT).fetchone()
            return not is_busy and (not owed or _clear_note(file, owed))


def _purges_noted(file: sqlite3.Connection) -> int:
    return int(file.execute("PRAGMA user_version").fetchone()[0])


def _rewrite(file: sqlite3.Connection) -> None:
    file.execute("PRAGMA secure_delete = ON")
    file.execute(_CHECKPOINT)
    file.execute("INSERT INTO update_search (update_search) VALUES ('rebuild')")
    file.execute("VACUUM")


def _clear_note(file: sqlite3.Connection, owed: int) -> bool:
    """Takes the note away, unless something was purged meanwhile."""
    file.execute("BEGIN IMMEDIATE")
    is_all = _purges_noted(file) == owed
    if is_all:
        file.execute("PRAGMA user_version = 0")
    file.execute("COMMIT")
    return is_all


_known: WeakKeyDictionary[Engine, Erasure] = WeakKeyDictionary()


def erasure_of(engine: Engine) -> Erasure:
    """What this process knows of a database."""
    return _known.setdefault(engine, Erasure())
