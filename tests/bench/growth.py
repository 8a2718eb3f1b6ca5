"""growth: whether a page, a post and a catch-up stay as fast when a visit gets long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.postgres import fresh_database, postgres_server

SIZES, QUICK_SIZES = (100, 10_000, 100_000), (100, 2_000)
TIMES, QUICK_TIMES = 21, 5
BEHIND = 5
COLUMNS = ("database", "updates", "post ms", "page after a change ms", "page again ms", "archive page ms", "since ms")


def run(quick: bool) -> Iterator[Table]:
    """A row for each size and database, each with its ratio to the smallest below it."""
    table = Table("Visits that grow", COLUMNS)
    for database in ("SQLite", "PostgreSQL"):
        smallest: Sequence[float] = ()
        for size in QUICK_SIZES if quick else SIZES:
            took = _measure(database, size, QUICK_TIMES if quick else TIMES)
            table.add(database, size, *took)
            if smallest:
                ratios = (ratio(now, then) for now, then in zip(took, smallest, strict=True))
                table.add(EMPTY, EMPTY, *ratios)
            smallest = smallest or took
    table.notes.append(
        "Each the best of its tries, since what else happens on the machine only adds. Post: until its answer. Page after "
        f"a change: made anew, br. Since: a catch-up over {BEHIND} events that nobody asked for yet. Ratios are to the "
        "smallest visit. `flask log check` passed on each."
    )
    yield table


def _measure(database: str, size: int, times: int) -> list[float]:
    with ExitStack() as stack:
        settings = {}
        if database == "PostgreSQL":
            server = stack.enter_context(postgres_server())
            settings["DATABASE_URL"] = stack.enter_context(fresh_database(server.url))
        running = stack.enter_context(product(updates=size, settings=settings))
        running.check_log()
        return _times(running, times)


def _times(running: Product, times: int) -> list[float]:
    posts, cold, warm, archive, since = [list[float]() for _ in range(5)]
    epoch, seq = running.cursor().split(":")
    for number in range(times):
        posts.append(running.desk.post(paragraphs(number), headline=headline(number)).answer_ms)
        cold.append(_timed(lambda: running.get(running.page, {"Accept-Encoding": "br"})))
        warm.append(_timed(lambda: running.get(running.page, {"Accept-Encoding": "br"})))
        archive.append(_timed(partial(running.get, f"{running.page}?page={number % 4 + 1}")))
        cursor = f"{epoch}:{int(seq) + number + 1 - BEHIND}"
        since.append(_timed(partial(running.get, f"{running.page}/since/{cursor}")))
    return [min(each) for each in (posts, cold, warm, archive, since)]


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.monotonic()
    act()
    return (time.monotonic() - begin) * 1000
