"""Keeps the temporary files of a run in memory where there is room for them.

Most databases of the tests live for a second, and on a disk each of their transactions waits for it. `$TMPDIR`
overrides this, and so does a machine without `/dev/shm`, with a small one (as most containers have), or with little
memory.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

MEMORY = Path("/dev/shm")
# A run of four processes needs about half of it; the rest is for the run beside it, and for what a killed run left.
ROOM_BYTES = 4 << 30


def keep_in_memory(environ: MutableMapping[str, str], folder: Path = MEMORY) -> None:
    """Call it before the first temporary file is made; servers and other processes of the tests inherit the place."""
    if "TMPDIR" not in environ and _has_room(folder) and _free_memory() >= ROOM_BYTES:
        environ["TMPDIR"] = str(folder)
        tempfile.tempdir = None  # asked for anew


def _has_room(folder: Path) -> bool:
    """Whether files of this size can be written there, and programs be run, which some tests put down."""
    try:
        there = os.statvfs(folder)
    except OSError:
        return False
    is_usable = os.access(folder, os.W_OK) and not there.f_flag & os.ST_NOEXEC
    return is_usable and there.f_bavail * there.f_frsize >= ROOM_BYTES


def _free_memory() -> int:
    """In bytes; none on a system that does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)
