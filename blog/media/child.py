"""The program that opens one file which may be hostile: bytes come in, facts and pictures go out, within limits.

It is started by its path with an empty environment (`blog.media.apart`) and loads neither Flask nor the settings.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

MEMORY_BYTES = 1024**3
CPU_SECONDS = 20
OUTPUT_BYTES = 64 * 1024**2


def main(format_name: str, crop: str) -> None:
    """Reads the file on standard input, and writes a line of JSON and then the pictures to standard output."""
    package = ModuleType("blog")
    package.__path__ = [str(Path(__file__).resolve().parent.parent)]
    sys.modules["blog"] = package  # the package itself would load the whole site
    from blog.confined import limits
    from blog.media import formats
    from blog.media.reasons import Reason, Unreadable

    limits.impose(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, output_bytes=OUTPUT_BYTES)
    answer: dict[str, Any]
    made: dict[str, bytes] = {}
    try:
        data = sys.stdin.buffer.read()
        if format_name in formats.PICTURES:
            from blog.media import crops, pictures  # each kind loads what it needs, which takes longest

            facts, made = pictures.read(data, format_name, crops.parse(crop))
            answer = vars(facts) | {"said": vars(facts.said)}
        else:
            from blog.media import documents

            media_type, size, made = documents.read(data, format_name)
            answer = {"media_type": media_type, "width": size and size[0], "height": size and size[1]}
    except Unreadable as error:
        answer = {"unreadable": error.reason.name}
    except (MemoryError, RecursionError):
        answer = {"unreadable": Reason.COSTLY.name}
    _answer(answer, made)


def _answer(answer: dict[str, Any], made: dict[str, bytes]) -> None:
    answer["files"] = [[name, len(data)] for name, data in made.items()]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(made.values()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
