"""workers: two worker processes on two cores, with Redis and PostgreSQL, against one on one core."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.load import Load, Place
from tests.bench.machine import on_both_cores, on_server_core
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ms, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.postgres import fresh_database, postgres_server
from tests.servers.redis import redis_server

READERS, QUICK_READERS = 10_000, 500
ROUNDS, QUICK_ROUNDS = 8, 3
# The load sleeps meanwhile: what a reader got when is what the kernel has noted, so that both cores are the server's.
HOLD_SECONDS = 1.5
# A worker that does not hear the bell finds the news at its next sweep, which comes every second.
SWEPT_MS = 700
COLUMNS = (
    "workers",
    "readers",
    "where they are",
    "answer ms",
    "first ms",
    "median ms",
    "last ms",
    "missed",
    "readers a second",
)


def run(quick: bool) -> Iterator[Table]:
    """One table: one worker, two workers, and what the second brings."""
    count, rounds = (QUICK_READERS, QUICK_ROUNDS) if quick else (READERS, ROUNDS)
    table = Table("Two workers with Redis and PostgreSQL against one", COLUMNS)
    rates = [_measure(table, workers, count, rounds) for workers in (1, 2)]
    table.add("ratio", *[EMPTY] * (len(COLUMNS) - 2), ratio(rates[1], rates[0]))
    table.notes.append(
        "Times since the POST, as the kernel noted the arrival; the load slept meanwhile. Readers a second: all of "
        "them in the time from the POST to the last one."
    )
    yield table


def _measure(table: Table, workers: int, count: int, rounds: int) -> float:
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server())
        settings = {
            "DATABASE_URL": stack.enter_context(fresh_database(server.url)),
            "REDIS_URL": stack.enter_context(redis_server()).url,
        }
        placed = on_server_core if workers == 1 else on_both_cores
        running = stack.enter_context(product(workers=workers, settings=settings, placed=placed))
        load = stack.enter_context(Load(running.port, deflate=True, late=True))
        load.connect(count, [Place(running.socket_path())])
        return _rounds(table, running, load, count, rounds)


def _rounds(table: Table, running: Product, load: Load, count: int, rounds: int) -> float:
    took, missed = [], 0
    for number in range(rounds + 1):
        load.arm()
        sent = running.desk.post(paragraphs(number), headline=headline(number))
        time.sleep(HOLD_SECONDS)
        got = load.gather()
        missed += got.missing
        took.append((sent.answer_ms, *(ms(moment - sent.sent_at) for moment in (got.first, got.median, got.last))))
    answer, first, median, last = (statistics.median(each) for each in zip(*took[1:], strict=True))
    where = " + ".join(f"{sockets(pid):,}" for pid in running.workers)
    rate = count / (last / 1000)
    swept = last - first > SWEPT_MS
    shown = "needs REDIS_URL bell" if swept else rate
    table.add(str(len(running.workers)), count, where, answer, first, median, last, missed, shown)
    return 0.0 if swept else rate


def sockets(pid: int) -> int:
    """How many connections a process holds, a few of its own included."""
    return sum(
        os.readlink(link).startswith("socket:") for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()
    )
