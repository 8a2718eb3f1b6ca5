"""Restores a backup: prepares it next to the database, and swaps it in while no other process has that open."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from blog.backup.create import copy_into
from blog.backup.file import (
    SIDE_FILES,
    BackupError,
    Summary,
    connect,
    kept_name,
    make_durable,
    summarise,
    sync,
    temporary_file,
)
from blog.models.reporter import new_uniquifier
from blog.models.visit import new_epoch
from blog.steps import Steps, untold
from blog.translation import _

_IN_USE = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_NEW_FILE_MODE = 0o600
# Published in the backup, but withdrawn or purged in the database that it replaces.
_REPUBLISHED = """
    SELECT visit.slug, now.public_id FROM "update" AS now JOIN visit ON visit.id = now.visit_id
    JOIN before."update" AS was ON was.public_id = now.public_id
    WHERE now.state = 'published' AND was.state IN ('withdrawn', 'purged') ORDER BY now.id
"""
_END_SESSIONS = """
    UPDATE desk_session SET ended_at = CURRENT_TIMESTAMP
    WHERE digest IN (SELECT digest FROM before.desk_session WHERE ended_at IS NOT NULL)
"""
_SIGN_OUT = """
    UPDATE reporter SET fs_uniquifier = new_stamp() WHERE EXISTS (
        SELECT * FROM before.reporter AS was WHERE was.id = reporter.id AND was.fs_uniquifier <> reporter.fs_uniquifier
    )
"""


@contextmanager
def prepare(backup: Path, database: Path, steps: Steps = untold) -> Iterator[Path]:
    """Copies the backup next to the database, where it can be verified and migrated. Raises BackupError."""
    if not backup.is_file():
        raise BackupError(_("%(backup)s does not exist, or is not a file.", backup=backup))
    if database.exists() and backup.samefile(database):
        raise BackupError(
            _("%(backup)s is the database itself. Name the backup that should replace it.", backup=backup)
        )
    with temporary_file(database) as copy:
        has_side_files = any(_side(backup, suffix).exists() for suffix in SIDE_FILES)
        copy_into(backup, copy, immutable=not has_side_files, steps=steps)
        yield copy


def renew_epochs(path: Path) -> None:
    """Gives every visit's log a new epoch, so that open pages reload and never mix two histories."""
    with closing(connect(path)) as file:
        file.create_function("new_epoch", 0, new_epoch)
        file.execute("UPDATE visit SET epoch = new_epoch()")


def end_sessions(path: Path, database: Path) -> None:
    """Ends the sessions that have ended since the backup, so that the restore does not revive them.

    Signs everybody out when the current database cannot be read.
    """
    if not database.exists():
        return
    with closing(connect(path)) as file:
        file.create_function("new_stamp", 0, new_uniquifier)
        try:
            file.execute("ATTACH ? AS before", [str(database)])
            file.execute(_END_SESSIONS)
            file.execute(_SIGN_OUT)
        except sqlite3.DatabaseError:
            file.execute("UPDATE reporter SET fs_uniquifier = new_stamp()")


def current_summary(database: Path) -> Summary | None:
    """Summarises the database that is replaced; None when it is damaged. Raises BackupError while it is in use."""
    with exclusive_access(database) as file:
        try:
            return summarise(file, database) if file else None
        except (BackupError, sqlite3.DatabaseError):
            return None


def install(copy: Path, database: Path) -> Path | None:
    """Replaces the database by the prepared copy; returns where the old database is kept, if there was one.

    One of the two is in place, whole, at every moment. Raises BackupError and OSError.
    """
    make_durable(copy)
    _copy_owner_and_mode(copy, database)
    kept = kept_name(database)
    with exclusive_access(database):
        existed = database.exists()
        if existed:
            os.link(database, kept)
        for suffix in SIDE_FILES:  # left by a damaged or deleted database
            if _side(database, suffix).exists():
                _side(database, suffix).rename(_side(kept, suffix))
        os.replace(copy, database)
        sync(database.parent)
    return kept if existed else None


def republished(database: Path, kept: Path) -> Sequence[str]:
    """The updates, as visit/id, that were withdrawn or purged after the backup, and that the restore made public."""
    try:
        with closing(connect(database)) as file:
            file.execute("ATTACH ? AS before", [str(kept)])
            return [f"{slug}/{public_id}" for slug, public_id in file.execute(_REPUBLISHED)]
    except sqlite3.DatabaseError:  # the old database is damaged, or its schema too old
        return []


@contextmanager
def exclusive_access(database: Path) -> Iterator[sqlite3.Connection | None]:
    """Locks all other processes out of a database; None when it does not exist or is too damaged to be locked.

    SQLite leaves WAL mode only for the sole user of a file, so this also notices an idle server.
    """
    if not database.exists():
        yield None
        return
    with closing(connect(database)) as file:
        try:
            file.execute("PRAGMA journal_mode=DELETE")
            file.execute("BEGIN EXCLUSIVE")
            if file.execute("PRAGMA journal_mode").fetchone() != (
                "delete",
            ):  # another process has opened it in between
                raise _in_use(database)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname in _IN_USE:
                raise _in_use(database) from error
            if error.sqlite_errorname not in _DAMAGED:
                raise BackupError(f"{database} cannot be locked: {error}.") from error
            yield None
        else:
            yield file
            file.execute("ROLLBACK")


def _in_use(database: Path) -> BackupError:
    return BackupError(
        _("%(database)s is in use. Stop the server and all running commands, then try again.", database=database)
    )


def _copy_owner_and_mode(copy: Path, database: Path) -> None:
    """Lets the server write to the restored file, also when root restores it."""
    like = database if database.exists() else database.parent
    owner, own = like.stat(), copy.stat()
    if (owner.st_uid, owner.st_gid) != (own.st_uid, own.st_gid):
        try:
            os.chown(copy, owner.st_uid, owner.st_gid)
        except PermissionError as error:
            raise BackupError(
                _("%(path)s belongs to another user. Restore as that user, or as root.", path=like)
            ) from error
    copy.chmod(owner.st_mode & 0o777 if like == database else _NEW_FILE_MODE)


def _side(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)
