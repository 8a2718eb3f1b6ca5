"""The bell: says that a visit may have news, and nothing else. A ring that is lost costs a sweep, never an update."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag


class Bell:
    """Rings within this process. Rings that come while nobody waits are kept, each visit once."""

    def __init__(self) -> None:
        self._rung: set[int] = set()
        self._flag = Flag()
        self._listeners: list[Callable[[int], None]] = []

    def on_ring(self, listener: Callable[[int], None]) -> None:
        """Calls `listener` with the visit's id at every ring, before anyone wakes."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Begins to hear other processes; here there are none."""

    def stop(self) -> None:
        """Hears and tells other processes no more."""

    def ring(self, visit_id: int) -> None:
        """Says that a visit's log has grown. Never waits and never fails."""
        for listener in self._listeners:
            listener(visit_id)
        self._rung.add(visit_id)
        self._flag.set()

    def wait(self, seconds: float) -> set[int]:
        """The visits rung for since the last call; returns early at a ring, and empty after `seconds` of silence."""
        self._flag.wait(seconds)
        self._flag.clear()
        rung, self._rung = self._rung, set()
        return rung
