"""workers: two worker processes on two cores, with Redis and PostgreSQL, against one on one core."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench.contest import Contender, play
from tests.bench.load import Load
from tests.bench.machine import each_on_a_core, on_both_cores, on_server_core
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.postgres import fresh_database, postgres_server
from tests.servers.redis import redis_server

# What two workers hold in the time of one: as many times more readers as a second worker is meant to bring.
READERS, QUICK_READERS = 10_000, 500
TIMES_AS_MANY = 1.6
ROUNDS, QUICK_ROUNDS = 24, 3
# The load sleeps meanwhile: what a reader got when is what the kernel has noted, so that both cores are the server's.
HOLD_SECONDS = 1.5
# A worker that does not hear the bell finds the news at its next sweep, which comes every second.
SWEPT_MS = 700
COLUMNS = (
    *("workers", "readers", "where they are", "answer ms", "first ms", "median ms", "last ms", "best last ms"),
    *("server's CPU ms", "missed", "readers a second"),
)


def run(quick: bool) -> Iterator[Table]:
    """One table: one worker, two workers with more readers, and what the second brings."""
    count, rounds = (QUICK_READERS, QUICK_ROUNDS) if quick else (READERS, ROUNDS)
    table = Table("Two workers with Redis and PostgreSQL against one", COLUMNS)
    with ExitStack() as stack:
        contenders = [_enter(stack, workers) for workers in (1, 2)]
        for (contender, running), readers in zip(contenders, (count, round(count * TIMES_AS_MANY)), strict=True):
            each_on_a_core(running.workers)
            _deal(contender, running.workers, readers)
        play([contender for contender, _ in contenders], range(rounds + 1))
        for contender, running in contenders:
            table.add(*_row(contender, running))
    (one, _), (two, _) = contenders
    last, best = (ratio(getattr(two, of)("last"), getattr(one, of)("last")) for of in ("middle", "best"))
    table.add(
        "ratio",
        f"{TIMES_AS_MANY} ×",
        *[EMPTY] * 4,
        last,
        best,
        ratio(two.middle("cpu"), one.middle("cpu")),
        EMPTY,
        EMPTY,
    )
    table.notes.append(
        "Times from the POST until the kernel's timestamp of the arrival; the load generator sleeps meanwhile. Readers "
        "a second: their number divided by the time from the POST to the last one. Two workers have "
        f"{TIMES_AS_MANY} times as many readers: if they reach all of them as fast as one worker reaches its own, the "
        "ratio of the last is at most 1."
    )
    yield table


def _enter(stack: ExitStack, workers: int) -> tuple[Contender, Product]:
    server = stack.enter_context(postgres_server())
    settings = {
        "DATABASE_URL": stack.enter_context(fresh_database(server.url)),
        "REDIS_URL": stack.enter_context(redis_server()).url,
    }
    placed = on_server_core if workers == 1 else on_both_cores
    running = stack.enter_context(product(workers=workers, settings=settings, placed=placed))
    load = stack.enter_context(Load(running.port, deflate=True, late=True))
    path = running.socket_path()
    return Contender(str(workers), running.process.pid, path, load, lambda number: _post(running, number)), running


def _deal(contender: Contender, workers: Sequence[int], readers: int) -> None:
    """As many readers for each worker: while some connect, the other workers stand still."""
    for number, worker in enumerate(workers, start=1):
        others = [other for other in workers if other != worker]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            contender.connect(readers * number // len(workers))
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)


def _post(running: Product, number: int) -> tuple[int, int]:
    sent = running.desk.post(paragraphs(number), headline=headline(number))
    time.sleep(HOLD_SECONDS)
    return sent.sent_at, sent.answered_at


def _row(contender: Contender, running: Product) -> tuple[object, ...]:
    where = " + ".join(f"{_sockets(pid):,}" for pid in running.workers)
    times = [contender.middle(name) for name in ("answer", "first", "median", "last")]
    swept = times[-1] - times[1] > SWEPT_MS
    rate = "needs REDIS_URL bell" if swept else round(contender.readers / (times[-1] / 1000))
    cells = (*times, contender.best("last"), contender.middle("cpu"), contender.lost, rate)
    return contender.name, contender.readers, where, *cells


def _sockets(pid: int) -> int:
    """How many connections a process holds, a few of its own included."""
    open_files = [os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(file.startswith("socket:") for file in open_files)
