"""A database as a file: whether it is whole and Dateline's own, what is in it, and how a new one gets to its place."""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from blog.sqlite import WAIT_SECONDS

OURS = {"alembic_version", "event", "reporter", "update", "visit"}
# What SQLite keeps beside a database. Left beside another one of the same name, it would ruin that.
SIDES = ("-wal", "-shm", "-journal")


class CopyError(Exception):
    """Nothing was changed; the message says why, in one line."""


@dataclass(frozen=True)
class Content:
    """What is in a database: its visits, the updates they ever published, and when the last thing happened."""

    visits: int
    updates: int
    until: datetime | None

    def __str__(self) -> str:
        counted = f"{_counted(self.visits, 'visit')}, {_counted(self.updates, 'update')}"
        return f"{counted}, up to {self.until:%Y-%m-%d %H:%M:%S} UTC" if self.until else counted


def connect(path: Path, *, as_it_is: bool = False) -> sqlite3.Connection:
    """A connection without transactions of the driver's own, to a file that is there.

    `as_it_is` reads one that nobody writes, and leaves nothing beside it, as on a disk that cannot be written.
    """
    mode = "mode=ro&immutable=1" if as_it_is else "mode=rw"
    address = f"file:{quote(str(path.absolute()))}?{mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=WAIT_SECONDS)


def prove(path: Path, name: Path) -> Content:
    """Reads every page of a database and says what is in it; `name` is what people know it by. Raises CopyError."""
    try:
        with closing(connect(path)) as file:
            found = [line for (line,) in file.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise CopyError(f"{name} is damaged: {found[0].splitlines()[-1]}.")
            return content(file, name)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise not_ours(name) from error
        raise CopyError(f"{name} is damaged, or cannot be read: {error}.") from error


def content(file: sqlite3.Connection, name: Path) -> Content:
    """What is in a database of any version. Raises CopyError when it is not Dateline's."""
    tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if OURS - {table for (table,) in tables}:
        raise not_ours(name)
    visits, updates = file.execute("SELECT count(*), coalesce(sum(published), 0) FROM visit").fetchone()
    [until] = file.execute("SELECT max(at) FROM event").fetchone()
    return Content(visits, updates, datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


def not_ours(name: Path) -> CopyError:
    """What is said of a file that holds something else."""
    return CopyError(f"{name} is not a database of Dateline.")


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file in the folder of `target`, which only its owner reads; gone at the end unless it was moved.

    Those of processes that were killed meanwhile go first. It is locked, so that another process sees it is in use;
    SQLite's own locks are of another kind, and are lost when this process closes the file: that comes last.
    """
    clear_leftovers(target)
    try:
        handle, made = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise CopyError(f"Nothing can be written into {target.parent}: {error.strerror}.") from error
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield Path(made)
    finally:
        _remove(Path(made))
        os.close(handle)


def clear_leftovers(target: Path) -> None:
    """Removes what processes that were killed left of their work on `target`: perhaps a whole copy."""
    pattern = re.compile(rf"(\.{re.escape(target.name)}-\w{{8}})({'|'.join(SIDES)})?")
    found = (pattern.fullmatch(path.name) for path in target.parent.glob(".*"))
    for name in sorted({match[1] for match in found if match}):
        if not _is_in_use(target.with_name(name)):
            _remove(target.with_name(name))


def _is_in_use(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _remove(path: Path) -> None:
    for side in ("", *SIDES):
        with suppress(OSError):
            path.with_name(path.name + side).unlink()


def settle(path: Path) -> None:
    """Makes one file of a database, and lets the disk have it."""
    with closing(connect(path)) as file:
        file.execute("PRAGMA journal_mode=DELETE")
    flush(path)


def flush(path: Path) -> None:
    """Returns when a file, or what a folder lists, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
