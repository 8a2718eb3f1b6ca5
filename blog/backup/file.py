"""Verifies and summarises SQLite files, and writes new ones under a temporary name first."""

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
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote

from blog.sqlite import WAIT_SECONDS
from blog.translation import _

OUR_TABLES = {"alembic_version", "event", "reporter", "update", "visit"}
# Files that SQLite keeps next to a database. Left next to a different database of that name, they corrupt it.
SIDE_FILES = ("-wal", "-shm", "-journal")


class BackupError(Exception):
    """The backup or restore failed and changed nothing; the message is one line that says what to do."""


def from_newer(file: Path, version: str) -> BackupError:
    """The refusal of a file with migrations that this Dateline does not know."""
    return BackupError(
        _(
            "%(file)s is from a newer Dateline (version %(version)s). Install that version first.",
            file=file,
            version=version,
        )
    )


@dataclass(frozen=True)
class Summary:
    """The contents of a database in short: its visits, all updates they published, and the time of the last event."""

    visits: int
    updates: int
    until: datetime | None

    def __str__(self) -> str:
        counts = f"{_count(self.visits, 'visit')}, {_count(self.updates, 'update')}"
        return f"{counts}, up to {self.until:%Y-%m-%d %H:%M:%S} UTC" if self.until else counts


def kept_name(database: Path) -> Path:
    """An unused name next to a database for the one that is replaced, with the time."""
    at = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
    suffixes = chain([""], (f"-{number}" for number in count(2)))
    names = (database.with_name(f"{database.stem}-until-{at}{more}{database.suffix}") for more in suffixes)
    return next(name for name in names if not name.exists())


def connect(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """Opens an existing file in autocommit mode.

    `immutable` is for a file that nobody writes to: it also works on a read-only disk and creates no side files.
    """
    mode = "mode=ro&immutable=1" if immutable else "mode=rw"
    uri = f"file:{quote(str(path.absolute()))}?{mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS)


def verify(path: Path, name: Path) -> Summary:
    """Checks every page of a database and summarises it; messages call it `name`. Raises BackupError."""
    try:
        with closing(connect(path)) as file:
            found = [line for (line,) in file.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise BackupError(f"{name} is damaged: {found[0].splitlines()[-1]}.")
            return summarise(file, name)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise foreign_file(name) from error
        raise BackupError(f"{name} is damaged or unreadable: {error}.") from error


def summarise(file: sqlite3.Connection, name: Path) -> Summary:
    """Summarises a database of any version. Raises BackupError when it is not a Dateline database."""
    tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if OUR_TABLES - {table for (table,) in tables}:
        raise foreign_file(name)
    visits, updates = file.execute("SELECT count(*), coalesce(sum(published), 0) FROM visit").fetchone()
    [until] = file.execute("SELECT max(at) FROM event").fetchone()
    return Summary(visits, updates, datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


def foreign_file(name: Path) -> BackupError:
    """The error for a file that is not a Dateline database."""
    return BackupError(_("%(name)s is not a Dateline database.", name=name))


@contextmanager
def temporary_file(target: Path) -> Iterator[Path]:
    """Creates an empty private file in the folder of `target`, and removes it at the end unless it was moved.

    First removes those that killed processes left behind. The file is locked with `flock`, so that other processes can
    tell that it is in use. SQLite's own locks are POSIX locks, which this process loses when it closes the file; so it
    is closed last.
    """
    clear_leftovers(target)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise BackupError(
            _("Cannot write to %(folder)s: %(reason)s.", folder=target.parent, reason=error.strerror)
        ) from error
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield Path(name)
    finally:
        remove(Path(name))
        os.close(handle)


def clear_leftovers(target: Path) -> None:
    """Removes the temporary files of `target` that killed processes left behind, which can be whole copies."""
    pattern = re.compile(rf"(\.{re.escape(target.name)}-\w{{8}})({'|'.join(SIDE_FILES)})?")
    found = (pattern.fullmatch(path.name) for path in target.parent.glob(".*"))
    for name in sorted({match[1] for match in found if match}):
        if not _is_in_use(target.with_name(name)):
            remove(target.with_name(name))


def _is_in_use(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def remove(path: Path) -> None:
    """Removes a SQLite file with those beside it."""
    for suffix in ("", *SIDE_FILES):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def make_durable(path: Path) -> None:
    """Folds the write-ahead log into the database file, and syncs it to disk."""
    with closing(connect(path)) as file:
        file.execute("PRAGMA journal_mode=DELETE")
    sync(path)


def sync(path: Path) -> None:
    """Syncs a file or a folder to disk, so that it survives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
