"""What a store of files may answer instead of a file."""

from __future__ import annotations


class Missing(Exception):
    """Nothing is kept under this key."""


class Unavailable(Exception):
    """The store does not answer, or takes nothing more: `is_full` says that it has no space left."""

    def __init__(self, reason: str, *, is_full: bool = False) -> None:
        super().__init__(reason)
        self.is_full = is_full
