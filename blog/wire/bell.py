"""In-process pub/sub: "this visit may have changed". A lost ring delays updates by at most a second and loses none."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag


class Bell:
    """Signals within this process. Rings while nobody waits are remembered, once for each visit."""

    def __init__(self) -> None:
        self._rung: set[int] = set()
        self._flag = Flag()
        self._listeners: list[Callable[[int], None]] = []

    def on_ring(self, listener: Callable[[int], None]) -> None:
        """Calls `listener` with the visit's id at every ring, before any waiter wakes up."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Subscribes to other processes; there are none here."""

    def stop(self) -> None:
        """Disconnects from other processes."""

    def ring(self, visit_id: int) -> None:
        """Signals that a visit's log has grown. Never blocks and never raises."""
        for listener in self._listeners:
            listener(visit_id)
        self._rung.add(visit_id)
        self._flag.set()

    def wait(self, seconds: float) -> set[int]:
        """Returns the visits rung for since the last call: at once after a ring, or an empty set after `seconds`."""
        self._flag.wait(seconds)
        self._flag.clear()
        rung, self._rung = self._rung, set()
        return rung
