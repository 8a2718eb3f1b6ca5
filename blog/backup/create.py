"""Creates a backup while a server reads and writes the same database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from blog.backup.file import BackupError, Summary, connect, foreign_file, make_durable, sync, temporary_file, verify
from blog.steps import Steps, untold
from blog.translation import _

# Between so many pages it is told how far the copy is.
PAGES = 500


def create_backup(database: Path, target: Path, *, replace: bool = False, steps: Steps = untold) -> Summary:
    """Writes a verified copy of the database to `target`, or leaves `target` as it was.

    The copy holds everything that was committed before it began. Raises BackupError and OSError.
    """
    _check_target(database, target, replace)
    with temporary_file(target) as copy:
        copy_into(database, copy, steps=steps)
        make_durable(copy)
        summary = verify(copy, database)
        os.replace(copy, target)
    sync(target.parent)
    return summary


def copy_into(source: Path, target: Path, *, immutable: bool = False, steps: Steps = untold) -> None:
    """Copies all pages in one snapshot, taken when it starts; writers do not wait. Raises BackupError."""
    try:
        with closing(connect(source, immutable=immutable)) as file, closing(connect(target)) as copy:
            file.execute("BEGIN")  # one snapshot for all pages: without it the copy begins anew at each change
            file.execute("SELECT count(*) FROM sqlite_master")  # reports a damaged header as such, not as a full disk
            copied = 0

            def tell(_status: int, remaining: int, total: int) -> None:
                nonlocal copied
                steps(total - remaining - copied, of=total)
                copied = total - remaining

            file.backup(copy, pages=PAGES, progress=tell)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise foreign_file(source) from error
        state = "is damaged" if error.sqlite_errorname == "SQLITE_CORRUPT" else "cannot be copied"
        raise BackupError(f"{source} {state}: {error}.") from error


def require_database(database: Path) -> None:
    """Raises BackupError where there is no SQLite file."""
    if not database.is_file():
        raise BackupError(
            _("There is no database at %(database)s. Check DATABASE_URL and INSTANCE_DIR.", database=database)
        )


def _check_target(database: Path, target: Path, replace: bool) -> None:
    require_database(database)
    if target.exists() and not target.is_dir() and target.samefile(database):
        raise BackupError(_("%(target)s is the database itself. Choose another file for the backup.", target=target))
    check_target(target, replace)


def check_target(target: Path, replace: bool) -> None:
    """Raises BackupError where no backup may be written."""
    if target.is_dir():
        raise BackupError(_("%(target)s is a folder. Name a file in it.", target=target))
    if target.exists() and not replace:
        raise BackupError(
            _("%(target)s already exists. Choose another file, or replace it with --force.", target=target)
        )
