"""Holds the model against what was measured: with the parameters of the measured machine it must give its rows.

One row of each table sets the parameters; the others are predicted and have to fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import NamedTuple

from tests.bench.simulation.costs import FANOUT, OURS, STORM, WORKERS, Costs, on_its_own, on_postgres
from tests.bench.simulation.line import Line, Spread
from tests.bench.simulation.measured import Row, number, row
from tests.bench.simulation.play import TOGETHER, play
from tests.bench.simulation.process import Process, World
from tests.bench.simulation.scene import Assumed, Scene

# How far from what was measured the model may be, as a share of it. Runs on this machine differ by as much.
SHARE = 0.2
COLUMNS = ("median ms", "99 % ms", "last ms")
RETRY_SECONDS = 0.25  # the load generator's, after a refused connection; a page waits longer
# One machine: no links, no way between machines, and a database that has a core when it wants one.
ALONE = Assumed(processes_a_machine=2, database_cores=1, round_trip=0.0, machine_link=inf, site_link=inf)


class Compared(NamedTuple):
    what: str
    measured: float
    modelled: float

    @property
    def off(self) -> float:
        return self.modelled / self.measured - 1


def compare() -> Iterator[Compared]:
    """In milliseconds."""
    for readers in ("1,000", "5,000", "10,000"):
        found = row(FANOUT, server=OURS, readers=readers)
        yield from _fan_out(f"one change, {readers} readers", found, on_its_own(), 1)
    yield from _fan_out("one change, 16,000 readers in two processes", row(WORKERS, workers="2"), on_postgres(), 2)
    for what in ("all connections cut", "new worker (SIGHUP)", "stopped and started"):
        found = row(STORM, what_happened=what)
        back = _storm(int(number(found["readers"])), number(found["first ms"]) / 1000, what == "stopped and started")
        yield from _compared(f"10,000 come back: {what}", found, back)


def _fan_out(what: str, found: Row, costs: Costs, processes: int) -> Iterator[Compared]:
    readers_each = int(number(found["readers"])) // processes
    scene = Scene(costs, processes, replace(ALONE, readers_each=readers_each))
    yield from _compared(what, found, play(scene).delays)


def _storm(readers: int, first: float, is_refused: bool) -> Spread:
    """All of them try at once; nobody answers before the first of them was let in."""
    world = World(Scene(on_its_own(), 1, replace(ALONE, readers_each=readers), is_held=not is_refused))
    process = Process(world, Line(world.env), 0)
    process.stop(first)

    def connect() -> None:
        process.come(TOGETHER, lambda is_in: world.returns.add(world.env.now, TOGETHER) if is_in else again())

    def again() -> None:
        world.call(world.env.now + RETRY_SECONDS, connect)

    for _ in range(readers // TOGETHER):
        connect()
    world.env.run()
    return world.returns


def _compared(what: str, found: Row, modelled: Spread) -> Iterator[Compared]:
    for column, seconds in zip(COLUMNS, modelled.quantiles(), strict=True):
        if column in found:
            yield Compared(f"{what}: {column.removesuffix(' ms')}", number(found[column]), seconds * 1000)
