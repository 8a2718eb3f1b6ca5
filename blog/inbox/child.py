"""The program that reads one mail within limits. It is started by its path with an empty environment."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

MEMORY_BYTES = 1024**3
CPU_SECONDS = 10
OUTPUT_BYTES = 64 * 1024**2


def main() -> None:
    """Reads a mail on standard input and writes the letter in it to standard output; nothing when there is none."""
    package = ModuleType("blog")
    package.__path__ = [str(Path(__file__).resolve().parent.parent)]
    sys.modules["blog"] = package  # the package itself would load the whole site
    from blog.confined import limits

    limits.impose(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, output_bytes=OUTPUT_BYTES)
    from blog.inbox import letters, reading

    try:
        answer = letters.encoded(reading.read(sys.stdin.buffer.read()))
    except (letters.Unreadable, MemoryError, RecursionError):
        return
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
