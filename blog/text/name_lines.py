"""Splits pasted lines such as `Qin Gang, Foreign Minister` into names and titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The marks and numbers of a list.
_BULLET = re.compile(r"^\s*(?:[-*•·‣–—]\s+|\(?\d{1,3}[.)、]\s*)")
# In this order: a name may have a comma where a tab follows it, and a hyphen anywhere.
_SEPARATORS = (
    re.compile(r"\s*\t\s*"),
    re.compile(r"\s*[,，、،;；]\s*"),
    re.compile(r"\s+[-–—|]+\s+|\s*[–—]{1,2}\s*"),
    re.compile(r"\s*[:：]\s*"),
)


def parse(text: str) -> Iterator[tuple[str, str, str]]:
    """For each line that is not blank the line itself, its name and its title; what is missing is empty."""
    for line in text.splitlines():
        words = _BULLET.sub("", line).strip()
        if words:
            yield line.strip(), *_split(words)


def _split(words: str) -> tuple[str, str]:
    for separator in _SEPARATORS:
        name, found, title = _partition(separator, words)
        if found:
            return name, title
    return words, ""


def _partition(separator: re.Pattern[str], words: str) -> tuple[str, bool, str]:
    match = separator.search(words)
    return (words[: match.start()], True, words[match.end() :]) if match else (words, False, "")
