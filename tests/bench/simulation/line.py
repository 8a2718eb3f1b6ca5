"""Queues of the model, and the spread of what readers waited."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heapreplace
from itertools import accumulate

from simpy import Environment


class Line:
    """First come, first served, by so many servers: a core, a database's cores, a network's link."""

    def __init__(self, env: Environment, servers: int = 1) -> None:
        self._env = env
        self._free_at = [0.0] * servers
        heapify(self._free_at)

    def take(self, seconds: float, earliest: float = 0.0) -> float:
        """Takes the next place in the line. Returns when that work is done."""
        done = max(self._env.now, earliest, self._free_at[0]) + seconds
        heapreplace(self._free_at, done)
        return done


class Spread:
    """Seconds that readers waited; many of them may have waited the same."""

    def __init__(self) -> None:
        self._waits: list[tuple[float, int]] = []

    def add(self, seconds: float, readers: int = 1) -> None:
        self._waits.append((seconds, readers))

    def __len__(self) -> int:
        return sum(readers for _, readers in self._waits)

    def quantiles(self, shares: Sequence[float] = (0.5, 0.99, 1.0)) -> list[float]:
        """How long that share of the readers waited at most."""
        waits = sorted(self._waits)
        upto = list(accumulate(readers for _, readers in waits))
        return [
            next(wait for (wait, _), so_far in zip(waits, upto, strict=True) if so_far >= share * upto[-1])
            for share in shares
        ]
