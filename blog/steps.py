"""How long work tells its caller how far it is."""

from __future__ import annotations

from typing import Protocol


class Steps(Protocol):
    """Called with how many more steps are done, and `of` how many, where that becomes known on the way."""

    def __call__(self, steps: int = 1, *, of: int = 0) -> None: ...


def untold(steps: int = 1, *, of: int = 0) -> None:
    """For callers that do not want to know."""
