"""Checks the machine: folders, the disk, open files, and whether the address leads anywhere."""

from __future__ import annotations

import os
import resource
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from urllib.parse import urlsplit

from blog.cli.checks.finding import Finding, doubtful, good, wrong
from blog.environment import RESERVED_FILES
from blog.media.errors import Unavailable
from blog.media.store import current_store
from blog.settings import Settings

LEAST_FREE_BYTES = 2_000_000_000
SECRETS = ("secret_key", "push_key", "demo_password")


def folders(settings: Settings) -> Iterator[Finding]:
    """Whether files can be written where they must be, and nobody else reads the secrets among them."""
    places = {"INSTANCE_DIR": settings.instance_dir}
    if settings.media_store:
        yield from _store(settings)
    else:
        places["MEDIA_DIR"] = settings.media_dir
    for name, folder in places.items():
        yield _folder(name, folder, is_made=settings.instance_dir in folder.parents)
    for name in SECRETS:
        file = settings.instance_dir / name
        if file.exists() and file.stat().st_mode & 0o077:
            yield wrong(f"Other users can read {file}. Run: chmod 600 {file}")


def _folder(name: str, folder: Path, *, is_made: bool) -> Finding:
    """`is_made`: the server creates it when the first picture arrives."""
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=existing) as file:
            file.write(b"-")
    except OSError as error:
        return wrong(f"{name} is {folder}, which cannot be written: {error.strerror}.")
    if not folder.exists() and not is_made:
        return doubtful(f"{name} is {folder}, which does not exist yet: the server creates it.")
    free = disk_usage(existing).free
    say = doubtful if free < LEAST_FREE_BYTES else good
    return say(f"{name} is {folder}, with {free / 1e9:.1f} GB free.")


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        next(iter(current_store().keys("check/")), None)
    except Unavailable as error:
        yield wrong(f"MEDIA_STORE is {settings.media_store}, which does not answer: {error}.")
    else:
        yield good(f"MEDIA_STORE {settings.media_store} answers.")


def open_files(settings: Settings) -> Iterator[Finding]:
    """Whether MAX_READERS can connect. The limit is that of whoever runs the check."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = settings.max_readers + RESERVED_FILES
    if hard == resource.RLIM_INFINITY or hard >= needed:
        yield good(f"Up to {settings.max_readers} readers for each worker, by MAX_READERS.")
        return
    yield doubtful(
        f"Here a process may open {hard} files, which is enough for {max(1, hard - RESERVED_FILES)} readers instead of "
        f"{settings.max_readers}; further readers poll. Raise LimitNOFILE, or lower MAX_READERS."
    )


def address(settings: Settings) -> Iterator[Finding]:
    """Whether PUBLIC_URL leads somewhere, and the port is free or ours."""
    parts = urlsplit(settings.public_url)
    try:
        socket.getaddrinfo(parts.hostname, parts.port or (443 if settings.serves_tls else 80))
    except OSError as error:
        yield doubtful(f"PUBLIC_URL is {settings.public_url}, which this machine cannot resolve: {error.strerror}.")
    if settings.port < 1024 and os.geteuid():
        yield wrong(f"PORT is {settings.port}: only root may listen below 1024.")
