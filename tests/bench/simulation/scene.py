"""What is played: how many processes, what they cost, what is assumed of machines and networks, and what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from random import Random

from blog.settings import ROOT
from blog.wire.pump import SWEEP_SECONDS
from tests.bench.simulation.costs import Costs


@dataclass(frozen=True)
class Assumed:
    """What one machine could not show. Links are in bytes a second, the way between two machines in seconds."""

    readers_each: int = 10_000
    processes_a_machine: int = 4
    database_cores: int = 8
    round_trip: float = 0.0002
    machine_link: float = 10e9 / 8
    site_link: float = 10e9 / 8
    around_a_frame: int = 100  # TCP, IP and TLS
    most_readers: int = 20_000  # MAX_READERS
    backlog: int = 4096


@dataclass(frozen=True)
class Backoff:
    """When a page tries again after so many failures in a row, in seconds: the rules of `static/js/socket.js`."""

    first: float
    longest: float
    jitter: float

    @classmethod
    def of_pages(cls) -> Backoff:
        source = (ROOT / "static" / "js" / "socket.js").read_text(encoding="utf-8")
        first, longest, jitter = (
            float(re.search(rf"const {name} = ([\d_.]+);", source)[1])  # type: ignore[index]
            for name in ("FIRST_DELAY_MS", "LONGEST_DELAY_MS", "JITTER")
        )
        return cls(first / 1000, longest / 1000, jitter)

    def delay(self, failures: int, chance: Random) -> float:
        return min(self.first * 2 ** max(0, failures - 1), self.longest) * (1 + self.jitter * chance.uniform(-1, 1))


@dataclass(frozen=True)
class Scene:
    """One change is posted at `posted` seconds, and what goes wrong goes wrong at 0.

    `restarted` processes are stopped and started; `is_held` says whether systemd keeps their socket open meanwhile.
    `slower` is what each statement takes longer; `database_gone` for how long the database cannot be reached from the
    commit on; `redis_lost` leaves processes their look at the log every `sweep`.
    """

    costs: Costs
    processes: int
    assumed: Assumed = Assumed()
    backoff: Backoff = field(default_factory=Backoff.of_pages)
    sweep: float = SWEEP_SECONDS
    posted: float = 0.0
    restarted: int = 0
    is_held: bool = True
    slower: float = 0.0
    database_gone: float = 0.0
    redis_lost: bool = False
    seed: int = 1

    @property
    def readers(self) -> int:
        return self.processes * self.assumed.readers_each


def _free(scene: Scene, **costs: float) -> Scene:
    return replace(scene, costs=replace(scene.costs, **costs))


def _assuming(scene: Scene, **values: float) -> Scene:
    return replace(scene, assumed=replace(scene.assumed, **values))


CORES, DATABASE, REDIS = "the cores of the processes", "PostgreSQL's cores", "Redis"
MACHINE_LINK, SITE_LINK = "the links of the machines", "the site's link"
STATEMENTS, SWEEP, ABSENCE = "slow statements", "the next look at the log", "the database's absence"
START, PAUSE = "the time a start takes", "the pages' own pause"

# The same scene with one of its limits gone: what that gains is what the limit costs.
WITHOUT: Mapping[str, Callable[[Scene], Scene]] = {
    CORES: lambda scene: _free(scene, send=0.0, reconnect=0.0),
    DATABASE: lambda scene: _free(scene, asked=0.0, message=scene.costs.message - scene.costs.asked),
    REDIS: lambda scene: _free(scene, ring=0.0, hop=0.0),
    MACHINE_LINK: lambda scene: _assuming(scene, machine_link=inf),
    SITE_LINK: lambda scene: _assuming(scene, site_link=inf),
    STATEMENTS: lambda scene: replace(scene, slower=0.0),
    SWEEP: lambda scene: replace(scene, sweep=0.001),
    ABSENCE: lambda scene: replace(scene, database_gone=0.0),
    START: lambda scene: _free(scene, start=0.0),
    PAUSE: lambda scene: replace(scene, backoff=Backoff(0.0, 0.0, 0.0)),
}
