"""Whose password is checked next: one at a time, accounts that are known here before strangers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

WAITING_AT_MOST = 20


class Full(Exception):
    """So many wait already that another one would wait for too long."""


class Turns:
    """Hands out turns, to greenlets as to threads. Each of the two queues has its own bound."""

    def __init__(self, waiting_at_most: int = WAITING_AT_MOST) -> None:
        self._most = waiting_at_most
        self._lock = Lock()
        self._taken = False
        self._known: deque[Event] = deque()
        self._strangers: deque[Event] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._known) + len(self._strangers)

    @contextmanager
    def take(self, *, known: bool) -> Iterator[None]:
        """Waits for a turn and keeps it for the block. Raises Full."""
        self._wait(self._known if known else self._strangers)
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self, queue: deque[Event]) -> None:
        called = Event()
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            if len(queue) >= self._most:
                raise Full
            queue.append(called)
        try:
            called.wait()
        except BaseException:  # the greenlet was ended
            with self._lock:
                if waits := called in queue:
                    queue.remove(called)
            if not waits:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The turn goes to whoever has waited longest in the first queue that is not empty."""
        with self._lock:
            queue = self._known or self._strangers
            if queue:
                queue.popleft().set()
            else:
                self._taken = False
