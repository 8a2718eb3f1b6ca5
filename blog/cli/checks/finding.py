"""One thing that a check found, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is: the site cannot work so, it may not do what was meant, or all is well."""

    WRONG = "wrong"
    DOUBTFUL = "doubtful"
    GOOD = "good"


@dataclass(frozen=True)
class Finding:
    """What was found, in one line that says what to do."""

    level: Level
    text: str

    def __str__(self) -> str:
        return f"{self.level + ':':<9} {self.text}"


def wrong(text: str) -> Finding:
    """Something that has to be put right before a restart."""
    return Finding(Level.WRONG, text)


def doubtful(text: str) -> Finding:
    """Something that may be meant so."""
    return Finding(Level.DOUBTFUL, text)


def good(text: str) -> Finding:
    """Something that was looked at and is right."""
    return Finding(Level.GOOD, text)
