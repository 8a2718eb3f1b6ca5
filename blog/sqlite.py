"""SQLite connections that wait for locks of other processes without blocking this process's other greenlets."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

R = TypeVar("R")

WAIT_SECONDS = 5.0
# Starts like SQLite's busy handler, then stays short, so that a busy writer in another process cannot starve us.
_PAUSES_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025)
# Without SQLITE_BUSY_SNAPSHOT: that transaction has read outdated data, and retrying could never succeed.
_LOCKED = {"SQLITE_BUSY", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_TIMEOUT"}


class Connection(sqlite3.Connection):
    """Retries statements that meet a lock for WAIT_SECONDS, sleeping between attempts.

    SQLite's own busy timeout sleeps in C, where gevent cannot switch: connect with `timeout=0`.
    """

    _until: float | None = None

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or Cursor)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        return self.cursor().execute(sql, parameters)  # the driver's method would bypass our cursor

    def commit(self) -> None:
        self.retrying(super().commit)

    @contextmanager
    def retrying_until(self, moment: float | None) -> Iterator[None]:
        """Within the block, retries end at the monotonic time `moment`."""
        self._until = moment
        try:
            yield
        finally:
            self._until = None

    def retrying(self, act: Callable[[], R]) -> R:
        """Calls `act`, and again while it meets a lock."""
        until = monotonic() + WAIT_SECONDS if self._until is None else self._until
        for pause in chain(_PAUSES_SECONDS, repeat(_PAUSES_SECONDS[-1])):
            try:
                return act()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname not in _LOCKED or monotonic() >= until:
                    raise
            sleep(pause)
        raise AssertionError("unreachable: the pauses never end")


class Cursor(sqlite3.Cursor):
    """The cursor of a Connection. Only `execute` can meet a lock, because it runs a statement's first step."""

    connection: Connection

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        return self.connection.retrying(lambda: super(Cursor, self).execute(sql, parameters))

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        rows = list(parameters)
        return self.connection.retrying(lambda: super(Cursor, self).executemany(sql, rows))


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """An exclusive lock on a folder between processes. It leaves no file behind, even if the process is killed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        while not _has_locked(handle):
            sleep(_PAUSES_SECONDS[-1])
        yield
    finally:
        os.close(handle)


def _has_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def locked() -> sqlite3.OperationalError:
    """The error for a lock held by this process itself."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error
