"""A least-recently-used cache with a budget in bytes, which computes each value once, even under concurrent access."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from cachetools import LRUCache

from blog import metrics

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# What a key and the objects around a value take besides its bytes.
OVERHEAD_BYTES = 1_000

_all: WeakSet[Cache[Any, Any]] = WeakSet()


def clear_all() -> None:
    """Empties every cache of the process: something may be in them that must not be kept."""
    for each in list(_all):
        each.clear()


class Cache(Generic[K, V]):
    """Keeps values while their bytes fit into a budget. `name` is its label in the metrics."""

    def __init__(self, name: str, budget: int, size: Callable[[V], int]) -> None:
        self._values: LRUCache[K, V] = LRUCache(budget, lambda value: size(value) + OVERHEAD_BYTES)
        self._bytes = metrics.CACHE_BYTES.labels(name)
        self._lock = Lock()
        self._making: dict[K, Lock] = {}
        _all.add(self)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def size(self) -> int:
        """How many bytes its values take."""
        return int(self._values.currsize)

    def keys(self) -> list[K]:
        """The keys of all values, in no order that means anything."""
        with self._lock:
            return list(self._values)

    def get(self, key: K) -> V | None:
        """The value, if it is kept."""
        with self._lock:
            return self._values.get(key)

    def clear(self) -> None:
        """Lets go of all values."""
        with self._lock:
            self._values.clear()
            self._bytes.set(0)

    def put(self, key: K, value: V) -> None:
        """Keeps a value, or measures it anew; one that is larger than the whole budget is not kept."""
        with self._lock:
            try:
                self._values[key] = value
            except ValueError:
                self._values.pop(key, None)
            self._bytes.set(self._values.currsize)

    def get_or_make(self, key: K, make: Callable[[], V], fits: Callable[[V], bool] = lambda _: True) -> V:
        """The value, made now if none is kept that fits. Others who ask meanwhile wait for the same making.

        What `make` raises is raised to who asked; the next who waits tries again.
        """
        if (value := self.get(key)) is not None and fits(value):
            return value
        making = self._making.setdefault(key, Lock())
        if others_made_it := not making.acquire(blocking=False):
            making.acquire()
        try:
            value = self.get(key) if others_made_it else None
            if value is None or not fits(value):
                value = make()
                self.put(key, value)
            return value
        finally:
            self._making.pop(key, None)
            making.release()
