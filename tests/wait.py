"""Waiting for what somebody could see, with patience for a busy machine."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE_SECONDS = 120.0


def until(
    happened: Callable[[], object], complaint: str = "it never happened", *, seconds: float = PATIENCE_SECONDS
) -> None:
    """Returns as soon as it has happened; fails with the complaint when it never does."""
    deadline = monotonic() + seconds
    while not happened():
        assert monotonic() < deadline, complaint
        sleep(0.02)
