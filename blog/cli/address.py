"""Finds the address of the running site: commands often run without the PORT or PUBLIC_URL of the server.

The server holds a shared lock on the file with its address while it runs. The system releases the lock however the
server ends, so that a file that nobody has locked is known to be stale.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from flask import current_app

from blog.settings import Settings

FILE = "address"

# The file of this process, if it is a server.
_held: list[TextIO] = []


def save(settings: Settings) -> None:
    """Writes the server's address to the instance folder and locks it; does nothing where that is read-only."""
    with suppress(OSError):
        settings.instance_dir.mkdir(parents=True, exist_ok=True)
        file = (settings.instance_dir / FILE).open("a+", encoding="utf-8")
        _held.append(file)
        fcntl.flock(file, fcntl.LOCK_SH)
        file.truncate(0)
        file.write(f"{settings.public_url}\n")
        file.flush()


def remove() -> None:
    """Removes the file when the server ends, unless another server on the same instance still has it locked."""
    while _held:
        with suppress(OSError), _held.pop() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(file.name)


def site_url() -> str:
    """The address given to this command, or else that of the server that is running on this instance."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.address_is_given:
        return settings.public_url
    return _of_running_server(settings.instance_dir / FILE) or settings.public_url


def _of_running_server(path: Path) -> str:
    """An empty string when no server is running."""
    with suppress(OSError, UnicodeError), path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip()
    return ""
