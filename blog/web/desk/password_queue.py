"""A queue for password checks: one runs at a time; accounts known from here and working links go before strangers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

MOST_WAITING = 20


class TooManySignIns(Exception):
    """As many wait already as one can wait for."""


class PasswordQueue:
    """A lock with two bounded queues, for greenlets and threads alike: known accounts, then strangers."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._lock = Lock()
        self._taken = False
        self._known: deque[Event] = deque()
        self._strangers: deque[Event] = deque()

    @property
    def waiting(self) -> int:
        """The length of both queues together."""
        return len(self._known) + len(self._strangers)

    @contextmanager
    def turn(self, *, known: bool) -> Iterator[None]:
        """Waits for its turn and holds it for the block. Raises TooManySignIns."""
        self._wait(self._known if known else self._strangers)
        try:
            yield
        finally:
            self._wake_next()

    def _wait(self, queue: deque[Event]) -> None:
        woken = Event()
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            if len(queue) >= self._most_waiting:
                raise TooManySignIns
            queue.append(woken)
        try:
            woken.wait()
        except BaseException:  # the greenlet was killed
            with self._lock:
                if is_waiting := woken in queue:
                    queue.remove(woken)
            if not is_waiting:
                self._wake_next()
            raise

    def _wake_next(self) -> None:
        """Passes the turn to whoever has waited longest in the first queue that is not empty."""
        with self._lock:
            queue = self._known or self._strangers
            if queue:
                queue.popleft().set()
            else:
                self._taken = False
