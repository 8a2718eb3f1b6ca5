"""growth: whether a page, a post and a catch-up stay as fast when a visit gets long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.postgres import PostgresServer, fresh_database, postgres_server

SIZES, QUICK_SIZES = (100, 10_000, 100_000), (100, 2_000)
TIMES, QUICK_TIMES = 21, 5
BEHIND = 5
# All of them archived in the smallest visit too.
ARCHIVE_PAGES = 3
COLUMNS = ("database", "updates", "post ms", "page after a change ms", "page again ms", "archive page ms", "since ms")


def run(quick: bool) -> Iterator[Table]:
    """A row for each size and database, each with its ratio to the smallest."""
    table = Table("Visits that grow", COLUMNS)
    for database in ("SQLite", "PostgreSQL"):
        visits = _measure(database, QUICK_SIZES if quick else SIZES, QUICK_TIMES if quick else TIMES)
        smallest, *larger = visits
        table.add(database, smallest.size, *smallest.best)
        for visit in larger:
            table.add(database, visit.size, *visit.best)
            ratios = (ratio(now, then) for now, then in zip(visit.best, smallest.best, strict=True))
            table.add(EMPTY, EMPTY, *ratios)
    table.notes.append(
        "One server for each size; they run at the same time and are measured in turn. Each figure is the best of "
        "several attempts, because other load on the machine can only slow it down. Post: until its response. Page "
        f"after a change: rendered again, br. Since: a catch-up over {BEHIND} events that is not cached. Ratios are to "
        "the smallest visit. `flask log check` passed on each."
    )
    yield table


@dataclass
class Visit:
    """A visit of some size, and the milliseconds that each try took: a list for each column."""

    size: int
    running: Product
    took: tuple[list[float], ...] = field(default_factory=lambda: tuple([] for _ in COLUMNS[2:]))

    @property
    def best(self) -> list[float]:
        return [min(each) for each in self.took]

    def try_all(self, number: int) -> None:
        running = self.running
        tries = (
            partial(running.desk.post, paragraphs(number), headline=headline(number)),
            partial(running.get, running.page, {"Accept-Encoding": "br"}),
            partial(running.get, running.page, {"Accept-Encoding": "br"}),
            partial(running.get, f"{running.page}?page={number % ARCHIVE_PAGES + 1}"),
        )
        for times, act in zip(self.took, tries, strict=False):
            times.append(_timed(act))
        epoch, seq = running.cursor().split(":")
        self.took[-1].append(_timed(partial(running.get, f"{running.page}/since/{epoch}:{int(seq) - BEHIND}")))


def _measure(database: str, sizes: Sequence[int], times: int) -> list[Visit]:
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server()) if database == "PostgreSQL" else None
        visits = [Visit(size, _enter(stack, server, size)) for size in sizes]
        for number in range(times):
            for visit in visits:
                visit.try_all(number)
        for visit in visits:
            visit.running.check_log()
        return visits


def _enter(stack: ExitStack, server: PostgresServer | None, size: int) -> Product:
    settings = {"DATABASE_URL": stack.enter_context(fresh_database(server.url))} if server else {}
    return stack.enter_context(product(updates=size, settings=settings))


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.monotonic()
    act()
    return (time.monotonic() - begin) * 1000
