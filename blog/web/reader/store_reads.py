"""Reads files for readers from the store: a few at a time, with a bound on how many wait.

A read holds a thread until the store answers, and the same threads compress what readers are sent.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore, Lock
from time import monotonic

from blog import metrics
from blog.work_queue import TIMEOUT_SECONDS, QueueFull, run_in_threadpool

AT_ONCE, MOST_WAITING = 4, 1000
QUEUE = "files"


class Reads:
    """The queue of one process. `dateline_cold_waiting{queue="files"}` and its relatives show it in the metrics."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._turns, self._lock = BoundedSemaphore(at_once), Lock()
        self._waiting, self._most_waiting = 0, most_waiting
        self._measured = metrics.COLD_WAITING.labels(QUEUE)
        self._waited = metrics.COLD_WAIT.labels(QUEUE)
        self._refused = metrics.COLD_REFUSED.labels(QUEUE)

    def read(self, known: Callable[[], bytes | None], load: Callable[[], bytes]) -> bytes:
        """What is known once it is this read's turn, or else what `load` returns in a thread. Raises QueueFull."""
        self._await_turn()
        try:
            data = known()
            return run_in_threadpool(load) if data is None else data
        finally:
            self._turns.release()

    def _await_turn(self) -> None:
        began = monotonic()
        if not self._turns.acquire(blocking=False):
            self._enqueue()
            try:
                if not self._turns.acquire(timeout=TIMEOUT_SECONDS):
                    self._refused.inc()
                    raise QueueFull
            finally:
                self._count(-1)
        self._waited.observe(monotonic() - began)

    def _enqueue(self) -> None:
        with self._lock:
            if self._waiting >= self._most_waiting:
                self._refused.inc()
                raise QueueFull
        self._count(1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._waiting += change
        self._measured.inc(change)
