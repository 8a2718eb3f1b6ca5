"""What an API key is for, and how it narrows what its account may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Scope(StrEnum):
    """What a key is for. `publish` includes `write`."""

    DRAFTS = "drafts"
    WRITE = "write"
    PUBLISH = "publish"
    BANNER = "banner"
    SET_UP = "set-up"


class Narrowing(Protocol):
    """Narrows what an account may do."""

    id: int

    def allows(self, scope: Scope) -> bool:
        """Whether it allows what this scope stands for."""

    def reaches(self, visit_id: int) -> bool:
        """Whether it is for a visit."""
