"""Holds the write lock of a SQLite database from another process, as a backup or a forgotten shell does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Holds the lock until its standard input ends.
_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


@contextmanager
def locked(url: str, mode: str = "IMMEDIATE") -> Iterator[Callable[[], None]]:
    """Holds the lock until the function it yields is called, or the block ends."""
    command = [sys.executable, "-c", _HOLD, url.removeprefix("sqlite:///"), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "held\n"

        def let_go() -> None:
            assert other.stdin
            other.stdin.close()
            other.wait()

        try:
            yield let_go
        finally:
            let_go()
