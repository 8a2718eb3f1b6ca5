"""Taking a copy, while a server reads and writes the same database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from blog.backup.file import Content, CopyError, beside, connect, flush, not_ours, prove, settle


def take(database: Path, target: Path, *, replace: bool = False) -> Content:
    """Puts a copy of the database at `target`, whole and proven, or leaves there what was.

    It holds everything that was committed before it began. Raises CopyError and OSError.
    """
    _refuse(database, target, replace)
    with beside(target) as made:
        copy_into(database, made)
        settle(made)
        found = prove(made, database)
        os.replace(made, target)
    flush(target.parent)
    return found


def copy_into(source: Path, target: Path, *, as_it_is: bool = False) -> None:
    """Copies all pages in one step: one snapshot, for which no writer waits. Raises CopyError."""
    try:
        with closing(connect(source, as_it_is=as_it_is)) as file, closing(connect(target)) as copy:
            file.execute("SELECT count(*) FROM sqlite_master")  # or a damaged head would be taken for a full disk
            file.backup(copy)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise not_ours(source) from error
        state = "is damaged" if error.sqlite_errorname == "SQLITE_CORRUPT" else "cannot be copied"
        raise CopyError(f"{source} {state}: {error}.") from error


def _refuse(database: Path, target: Path, replace: bool) -> None:
    if not database.is_file():
        raise CopyError(f"There is no database at {database}. Check DATABASE_URL and INSTANCE_DIR.")
    if not target.exists():
        return
    if target.is_dir():
        raise CopyError(f"{target} is a folder. Name a file in it.")
    if target.samefile(database):
        raise CopyError(f"{target} is the database itself. Name another file for the copy.")
    if not replace:
        raise CopyError(f"{target} is there already. Name another file, or replace it with --force.")
