"""A least-recently-used cache with a limit in bytes, which computes each value once, even under concurrent access."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from cachetools import LRUCache

from blog import metrics

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# The key and the objects around a value, on top of the value's own bytes.
OVERHEAD_BYTES = 1_000

_all: WeakSet[Cache[Any, Any]] = WeakSet()


def clear_all() -> None:
    """Empties every cache of the process: one of them may hold text that has to disappear, such as a purged update."""
    for each in list(_all):
        each.clear()


class Cache(Generic[K, V]):
    """Evicts the least recently used values when all together exceed `max_bytes`. `name` labels it in the metrics."""

    def __init__(self, name: str, max_bytes: int, size: Callable[[V], int]) -> None:
        self._values: LRUCache[K, V] = LRUCache(max_bytes, lambda value: size(value) + OVERHEAD_BYTES)
        self._bytes = metrics.CACHE_BYTES.labels(name)
        self._lock = Lock()
        self._in_progress: dict[K, Lock] = {}
        _all.add(self)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def size(self) -> int:
        """The bytes of all values."""
        return int(self._values.currsize)

    def keys(self) -> list[K]:
        """All keys, in no particular order."""
        with self._lock:
            return list(self._values)

    def get(self, key: K) -> V | None:
        """The cached value; None on a miss."""
        with self._lock:
            return self._values.get(key)

    def remove(self, is_unwanted: Callable[[K], bool]) -> None:
        """Removes every value whose key `is_unwanted` accepts."""
        with self._lock:
            for key in [key for key in self._values if is_unwanted(key)]:
                del self._values[key]
            self._bytes.set(self._values.currsize)

    def clear(self) -> None:
        """Removes all values."""
        with self._lock:
            self._values.clear()
            self._bytes.set(0)

    def put(self, key: K, value: V) -> None:
        """Stores a value, or updates its size; a value larger than the whole cache is not stored."""
        with self._lock:
            try:
                self._values[key] = value
            except ValueError:
                self._values.pop(key, None)
            self._bytes.set(self._values.currsize)

    def get_or_compute(self, key: K, compute: Callable[[], V], is_valid: Callable[[V], bool] = lambda _: True) -> V:
        """The cached value if it is valid; otherwise computes and stores it. Concurrent callers wait for the result.

        An exception of `compute` propagates to its caller alone; the next caller in line computes again.
        """
        if (value := self.get(key)) is not None and is_valid(value):
            return value
        lock = self._in_progress.setdefault(key, Lock())
        if had_to_wait := not lock.acquire(blocking=False):
            lock.acquire()
        try:
            value = self.get(key) if had_to_wait else None
            if value is None or not is_valid(value):
                value = compute()
                self.put(key, value)
            return value
        finally:
            self._in_progress.pop(key, None)
            lock.release()
