"""A contest: several servers, each with its readers, all running at once; they publish in turn.

So what else happens on the machine falls on all alike; and what a server's processes had of a core is noted beside what
the clock says.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import nan

from tests.bench.load import Load, Place
from tests.bench.machine import cpu_ns
from tests.bench.table import ms

PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Round:
    """One message: milliseconds since its POST was sent, and of the server's processes on a core."""

    answer: float
    first: float
    median: float
    p99: float
    last: float
    cpu: float
    bytes_each: float
    missing: int


@dataclass
class Contender:
    """A server with its readers. `publish` takes a number and returns when its POST was sent and answered."""

    name: str
    pid: int
    path: str
    load: Load
    publish: Callable[[int], tuple[int, int]]
    readers: int = 0
    deflating: int = 0
    joins: float = 0.0
    rounds: list[Round] = field(default_factory=list)
    lost: int = 0
    others: Sequence[str] = ()  # where readers connect as well

    def connect(self, count: int) -> None:
        """Opens readers until there are `count`, and notes how many came a second."""
        begin, before = time.monotonic_ns(), self.readers
        joined = self.load.connect(count, [Place(path) for path in (self.path, *self.others)])
        self.joins = (count - before) / ((joined.last - begin) / 1e9)
        self.readers, self.deflating, self.lost = count, joined.deflating, joined.missing
        self.rounds = []

    def play(self, number: int) -> None:
        """One message; a contender whose readers do not all get it plays no more."""
        if self.lost:
            return
        self.load.arm()
        cpu = cpu_ns(self.pid)
        sent, answered = self.publish(number)
        got = self.load.gather()
        used = ms(cpu_ns(self.pid) - cpu)
        moments = (got.first, got.median, got.p99, got.last)
        first, median, p99, last = (ms(moment - sent) if got.arrived else nan for moment in moments)
        self.lost = got.missing
        self.rounds.append(Round(ms(answered - sent), first, median, p99, last, used, got.bytes_each, got.missing))

    def middle(self, name: str) -> float:
        """The median over the rounds."""
        return float(statistics.median(getattr(each, name) for each in self.rounds)) if self.rounds else nan

    def best(self, name: str) -> float:
        return float(min(getattr(each, name) for each in self.rounds)) if self.rounds else nan


def play(contenders: Sequence[Contender], numbers: range) -> None:
    """One message to warm up, then the rounds: in each, every contender has its turn."""
    for number in numbers:
        for contender in contenders:
            time.sleep(PAUSE_SECONDS)
            contender.play(number)
            if number == numbers[0] and not contender.lost:
                contender.rounds.clear()
