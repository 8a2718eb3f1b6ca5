"""In-process pub/sub: "this log may have grown". A lost ring delays updates by at most a second and loses none."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag

from blog.wire.streams import Audience, Ring


class Bell:
    """Signals within this process. Rings while nobody waits are remembered, once for each log."""

    def __init__(self) -> None:
        self._rung: set[Ring] = set()
        self._flag = Flag()
        self._listeners: list[Callable[[int], None]] = []
        self._hearers: list[Callable[[str], None]] = []

    def on_ring(self, listener: Callable[[int], None]) -> None:
        """Calls `listener` with the visit's id at every ring for its readers, before any waiter wakes up."""
        self._listeners.append(listener)

    def on_told(self, hearer: Callable[[str], None]) -> None:
        """Calls `hearer` with whatever the other processes `tell`."""
        self._hearers.append(hearer)

    def tell(self, text: str) -> None:
        """Tells the other processes something that needs no answer; there are none here."""

    def start(self) -> None:
        """Subscribes to other processes; there are none here."""

    def stop(self) -> None:
        """Disconnects from other processes."""

    def ring(self, visit_id: int) -> None:
        """Signals that a visit's log for readers has grown. Never blocks and never raises."""
        self.signal(Ring(visit_id))

    def ring_desk(self, visit_id: int) -> None:
        """Signals that the log of a visit's desk has grown, in the same way."""
        self.signal(Ring(visit_id, Audience.DESK))

    def signal(self, ring: Ring) -> None:
        """Signals within this process, and to the others if there are any."""
        if ring.audience is Audience.READERS:
            for listener in self._listeners:
                listener(ring.visit_id)
        self._rung.add(ring)
        self._flag.set()

    def wait(self, seconds: float) -> set[Ring]:
        """Returns what was rung for since the last call: at once after a ring, or an empty set after `seconds`."""
        self._flag.wait(seconds)
        self._flag.clear()
        rung, self._rung = self._rung, set()
        return rung
