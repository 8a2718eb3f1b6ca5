"""Putting a copy back: made ready beside the database, and in its place only while nobody else has that open."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from blog.backup.create import copy_into
from blog.backup.file import SIDES, Content, CopyError, beside, connect, content, flush, settle
from blog.models.reporter import new_uniquifier
from blog.models.visit import new_epoch

_IN_USE = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_NEW_MODE = 0o600
# Public in the copy, and not any more in the database that it replaced.
_TAKEN_DOWN = """
    SELECT visit.slug, now.public_id FROM "update" AS now JOIN visit ON visit.id = now.visit_id
    JOIN before."update" AS was ON was.public_id = now.public_id
    WHERE now.state = 'published' AND was.state IN ('withdrawn', 'purged') ORDER BY now.id
"""
_ENDED = """
    UPDATE desk_session SET ended_at = CURRENT_TIMESTAMP
    WHERE digest IN (SELECT digest FROM before.desk_session WHERE ended_at IS NOT NULL)
"""
_STAMPED = """
    UPDATE reporter SET fs_uniquifier = new_stamp() WHERE EXISTS (
        SELECT * FROM before.reporter AS was WHERE was.id = reporter.id AND was.fs_uniquifier <> reporter.fs_uniquifier
    )
"""


@contextmanager
def ready_to_change(copy: Path, database: Path) -> Iterator[Path]:
    """The copy again, beside the database, where it can be proven and brought up to date. Raises CopyError."""
    if not copy.is_file():
        raise CopyError(f"{copy} is not there, or no file.")
    if database.exists() and copy.samefile(database):
        raise CopyError(f"{copy} is the database itself. Name the copy that should take its place.")
    with beside(database) as made:
        copy_into(copy, made, as_it_is=not any(_side(copy, side).exists() for side in SIDES))
        yield made


def renew_epochs(path: Path) -> None:
    """Gives every log a new life: pages that are open load again, and never mix two histories."""
    with closing(connect(path)) as file:
        file.create_function("new_epoch", 0, new_epoch)
        file.execute("UPDATE visit SET epoch = new_epoch()")


def end_sessions(path: Path, database: Path) -> None:
    """Ends what was ended in the database that will be replaced: no session comes back with an older copy. Where that
    cannot be read, everyone is signed out."""
    if not database.exists():
        return
    with closing(connect(path)) as file:
        file.create_function("new_stamp", 0, new_uniquifier)
        try:
            file.execute("ATTACH ? AS before", [str(database)])
            file.execute(_ENDED)
            file.execute(_STAMPED)
        except sqlite3.DatabaseError:
            file.execute("UPDATE reporter SET fs_uniquifier = new_stamp()")


def present_content(database: Path) -> Content | None:
    """What would be replaced; None when it is damaged. Raises CopyError while another process has it open."""
    with alone(database) as file:
        try:
            return content(file, database) if file else None
        except (CopyError, sqlite3.DatabaseError):
            return None


def put_in_place(made: Path, database: Path) -> Path | None:
    """Lets what was made be the database; returns where the one before it is kept, if there was one.

    At every moment one of the two is in place, whole. Raises CopyError and OSError.
    """
    settle(made)
    _belong_to_the_same(made, database)
    kept = _kept_name(database)
    with alone(database):
        had_one = database.exists()
        if had_one:
            os.link(database, kept)
        for side in SIDES:  # of a database that is damaged or gone
            if _side(database, side).exists():
                _side(database, side).rename(_side(kept, side))
        os.replace(made, database)
        flush(database.parent)
    return kept if had_one else None


def public_again(database: Path, kept: Path) -> Sequence[str]:
    """The updates, as visit/id, that were taken down since the copy was made, and are public with it."""
    try:
        with closing(connect(database)) as file:
            file.execute("ATTACH ? AS before", [str(kept)])
            return [f"{slug}/{public_id}" for slug, public_id in file.execute(_TAKEN_DOWN)]
    except sqlite3.DatabaseError:  # what was kept is damaged, or too old to tell
        return []


@contextmanager
def alone(database: Path) -> Iterator[sqlite3.Connection | None]:
    """Keeps everybody else out of a database; None where there is none, or one too damaged to be locked.

    Only who is alone may leave WAL: a server that is idle has the file open as well.
    """
    if not database.exists():
        yield None
        return
    with closing(connect(database)) as file:
        try:
            file.execute("PRAGMA journal_mode=DELETE")
            file.execute("BEGIN EXCLUSIVE")
            if file.execute("PRAGMA journal_mode").fetchone() != ("delete",):  # somebody came in between
                raise _in_use(database)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname in _IN_USE:
                raise _in_use(database) from error
            if error.sqlite_errorname not in _DAMAGED:
                raise CopyError(f"{database} cannot be locked: {error}.") from error
            yield None
        else:
            yield file
            file.execute("ROLLBACK")


def _in_use(database: Path) -> CopyError:
    return CopyError(f"{database} is in use. Stop the server, and commands that are running, then restore.")


def _belong_to_the_same(made: Path, database: Path) -> None:
    """The server must be able to write to it, also when root restores."""
    like = database if database.exists() else database.parent
    owner, own = like.stat(), made.stat()
    if (owner.st_uid, owner.st_gid) != (own.st_uid, own.st_gid):
        try:
            os.chown(made, owner.st_uid, owner.st_gid)
        except PermissionError as error:
            raise CopyError(f"{like} belongs to another account. Restore as that one, or as root.") from error
    made.chmod(owner.st_mode & 0o777 if like == database else _NEW_MODE)


def _kept_name(database: Path) -> Path:
    """A name beside the database that says when it was replaced, and that nothing has yet."""
    at = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
    names = (database.with_name(f"{database.stem}-until-{at}{more}{database.suffix}") for more in _counter())
    return next(name for name in names if not name.exists())


def _counter() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))


def _side(database: Path, side: str) -> Path:
    return database.with_name(database.name + side)
