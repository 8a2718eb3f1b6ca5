"""Keeps files under keys such as `<public id>/960.webp`: in a folder, or in a bucket (`blog.media.bucket`).

Calls block: make them with `work_queue.run_in_threadpool`.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from blog.media.bucket import Bucket
from blog.media.errors import Missing, Unavailable
from blog.settings import Settings

_KEY = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)*", re.ASCII)
# What a crash leaves behind; no key begins with a dot.
_UNFINISHED = ".unfinished-"


class Store(Protocol):
    """Where files are kept. Every method raises Unavailable when that does not answer, or is full."""

    def put(self, key: str, data: bytes) -> None:
        """Keeps the bytes under the key: all of them or, after a crash, none."""

    def get(self, key: str) -> bytes:
        """The bytes under the key. Raises Missing."""

    def delete(self, keys: Iterable[str]) -> None:
        """Deletes what is there under these keys."""

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        """The keys under a prefix such as `<public id>/`; with `before`, those that were put before that time."""


class FolderStore:
    """A folder of files, which only its owner may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(path, data)
        except OSError as error:
            raise _unavailable(error) from error

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Missing(key) from error
        except OSError as error:
            raise _unavailable(error) from error

    def delete(self, keys: Iterable[str]) -> None:
        for path in map(self._path, keys):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise _unavailable(error) from error
            with suppress(OSError):  # other files are still in it
                path.parent.rmdir()

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        begins = self._path(prefix.rstrip("/")) if prefix else self._folder
        for path in begins.rglob("*"):
            with suppress(FileNotFoundError):
                if not path.is_file() or (before and _modified(path) >= before):
                    continue
                if path.name.startswith(_UNFINISHED):
                    if before:
                        path.unlink()
                    continue
                yield path.relative_to(self._folder).as_posix()

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise Missing(key)
        return self._folder / key

    def _write(self, path: Path, data: bytes) -> None:
        """Writes a file that appears when all of it is on the disk; its mode is 0600."""
        handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished)
            raise
        for folder in (path.parent, path.parent.parent):
            _save_entries(folder)


def init_app(app: Flask, options: Settings) -> None:
    """Opens the store of the settings."""
    bucket = options.media_store
    app.extensions["media_store"] = Bucket(bucket) if bucket else FolderStore(options.media_dir)


def current_store() -> Store:
    """The store of the app."""
    store: Store = current_app.extensions["media_store"]
    return store


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _save_entries(folder: Path) -> None:
    """Makes the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unavailable(error: OSError) -> Unavailable:
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return Unavailable(error.strerror or str(error), is_full=is_full)
