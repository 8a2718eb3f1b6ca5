"""The Containerfile as a list of its instructions."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from blog.settings import ROOT

FILE, IGNORE = ROOT / "Containerfile", ROOT / ".containerignore"


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its arguments, in order; lines that go on are one."""
    text = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", FILE.read_text(), flags=re.MULTILINE))
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in text.splitlines() if line.strip()]


def of_last_stage() -> list[tuple[str, str]]:
    """The instructions of the image itself, after the stage that only builds."""
    found = instructions()
    return found[max(number for number, (name, _) in enumerate(found) if name == "FROM") :]


def copied() -> Iterator[tuple[str, str]]:
    """What the image has of this tree, and where below its folder."""
    for name, arguments in of_last_stage():
        words = arguments.split()
        if name == "COPY" and not words[0].startswith("--from="):
            yield from ((source, words[-1]) for source in words[:-1])


def environment() -> dict[str, str]:
    """The variables that the image sets, without the PATH of its own."""
    pairs = [pair for name, arguments in of_last_stage() if name == "ENV" for pair in shlex.split(arguments)]
    return {name: value for name, value in (pair.split("=", 1) for pair in pairs) if name != "PATH"}
