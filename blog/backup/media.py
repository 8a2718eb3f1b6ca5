"""Copies pictures and documents beside a backup, and back into the store.

The folder of a backup has them by their keys, such as `<public id>/original`. What was erased is in no new backup.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from blog.backup.file import BackupError, connect, sync
from blog.media.errors import Missing, Unavailable
from blog.media.store import Store
from blog.models.media_file import ORIGINAL
from blog.steps import Steps, untold
from blog.translation import _

LISTED = "SELECT public_id, name FROM media_file WHERE erased_at IS NULL ORDER BY id"
_HAS_FILES = "SELECT count(*) FROM pragma_table_info('media_file') WHERE name = 'erased_at'"


# Public ids, with names for people.
Files = list[tuple[str, str]]


@dataclass(frozen=True)
class Copied:
    """How many pictures and documents a database has, and those of which there is no file: `flags.jpg (<id>)`."""

    count: int
    missing: Sequence[str]


def folder_of(backup: Path) -> Path:
    """The folder beside a backup."""
    return backup.with_name(f"{backup.name}.media")


def save(backup: Path, store: Store, files: Files, steps: Steps = untold) -> Copied:
    """Copies what the database in a backup has into its folder, and removes everything else from that.

    Raises BackupError and OSError.
    """
    folder, wanted, missing = folder_of(backup), set[str](), list[str]()
    if folder.exists() and not folder.is_dir():
        raise BackupError(_("%(folder)s is a file. Move it, then back up again.", folder=folder))
    for public_id, name in files:
        try:
            keys = list(store.keys(f"{public_id}/"))
            for key in keys:
                _write(folder / key, store.get(key))
            wanted |= set(keys)
        except Missing:  # it was erased meanwhile
            keys = []
        except Unavailable as error:
            raise BackupError(_("The store of pictures and documents does not answer: %(why)s.", why=error)) from error
        if f"{public_id}/{ORIGINAL}" not in keys:
            missing.append(f"{name} ({public_id})")
        steps(1)
    _remove_others(folder, wanted)
    return Copied(len(files), missing)


def put_back(backup: Path, store: Store, files: Files, steps: Steps = untold) -> Copied:
    """Copies what the store lacks from a backup's folder. `files` are of the database that will be in place."""
    folder, missing = folder_of(backup), list[str]()
    try:
        for public_id, name in files:
            known = set(store.keys(f"{public_id}/"))
            for path in sorted((folder / public_id).rglob("*")):
                key = path.relative_to(folder).as_posix()
                if path.is_file() and key not in known:
                    store.put(key, path.read_bytes())
                    known.add(key)
            if f"{public_id}/{ORIGINAL}" not in known:
                missing.append(f"{name} ({public_id})")
            steps(1)
    except Unavailable as error:
        raise BackupError(_("The store of pictures and documents does not answer: %(why)s.", why=error)) from error
    return Copied(len(files), missing)


def listed(database: Path) -> Files:
    """The pictures and documents that a SQLite file has."""
    try:
        with closing(connect(database)) as file:
            [is_known] = file.execute(_HAS_FILES).fetchone()  # a backup migrates no older database
            return list(file.execute(LISTED)) if is_known else []
    except sqlite3.DatabaseError as error:
        raise BackupError(_("%(database)s cannot be read: %(why)s.", database=database, why=error)) from error


def _write(path: Path, data: bytes) -> None:
    """Writes a file that appears when all of it is on the disk, and that its owner alone may read."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    sync(path.parent)


def _remove_others(folder: Path, wanted: set[str]) -> None:
    for path in list(_files(folder)):
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    for path in sorted(folder.glob("**/"), reverse=True):
        if not any(path.iterdir()):
            shutil.rmtree(path)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
