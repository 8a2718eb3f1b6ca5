"""The bell: says that a visit may have news, and nothing else. A ring that is lost costs a sweep, never an update."""

from __future__ import annotations

from threading import Event as Flag


class Bell:
    """Rings within this process. Rings that come while nobody waits are kept, each visit once."""

    def __init__(self) -> None:
        self._rung: set[int] = set()
        self._flag = Flag()

    def ring(self, visit_id: int) -> None:
        """Says that a visit's log has grown. Never waits."""
        self._rung.add(visit_id)
        self._flag.set()

    def wait(self, seconds: float) -> set[int]:
        """The visits rung for since the last call; returns early at a ring, and empty after `seconds` of silence."""
        self._flag.wait(seconds)
        self._flag.clear()
        rung, self._rung = self._rung, set()
        return rung
