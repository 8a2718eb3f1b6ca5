"""Values that are made once and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Keeps at most `most` values; the one that was asked for longest ago goes first.

    Whoever asks for a value that is being made waits for it, instead of making it a second time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._making: dict[K, Lock] = {}

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value, if it is kept."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """The value, made now if it is not kept. What `make` raises is raised to each who waits for it to work."""
        if (value := self.get(key)) is not None:
            return value
        with self._making.setdefault(key, Lock()):
            try:
                if (value := self.get(key)) is None:
                    value = make()
                    self.put(key, value)
                return value
            finally:
                self._making.pop(key, None)

    def put(self, key: K, value: V) -> None:
        """Keeps a value."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
