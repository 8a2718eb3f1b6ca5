"""How long-running work reports its progress."""

from __future__ import annotations

from typing import Protocol


class Steps(Protocol):
    """Called with the number of steps just completed, and with the total (`of`) once it is known."""

    def __call__(self, steps: int = 1, *, of: int = 0) -> None: ...


def untold(steps: int = 1, *, of: int = 0) -> None:
    """Ignores progress, for callers that do not show it."""
