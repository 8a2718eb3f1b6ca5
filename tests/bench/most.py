"""most: as many readers as one process may hold here, what they cost, and a line through it to more."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Load, Place
from tests.bench.machine import resident_bytes
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ms
from tests.bench.words import headline, paragraphs

# The last is what the limit of open files leaves a process here, and its clients in two.
COUNTS, QUICK_COUNTS = (5_000, 10_000, 19_500), (200, 400, 600)
BEYOND, QUICK_BEYOND = 30_000, 1_000
ROUNDS, QUICK_ROUNDS = 8, 3
CLIENTS = 2
PAGE_BYTES = 4096
COLUMNS = (
    *("readers", "last ms, median", "best last ms", "worker's memory MB", "sockets", "kernel: their buffers MB"),
    *("kernel: slab MB more", "missed"),
)


@dataclass(frozen=True)
class Kernel:
    """`sockets` and the memory of their buffers, as /proc/net/sockstat says; `slab` holds the sockets themselves."""

    sockets: int
    buffers: int
    slab: int

    @classmethod
    def now(cls) -> Kernel:
        words = Path("/proc/net/sockstat").read_text().split("TCP:")[1].splitlines()[0].split()
        said = dict(zip(words[::2], words[1::2], strict=True))
        meminfo = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
        return cls(int(said["inuse"]), int(said["mem"]) * PAGE_BYTES, int(meminfo["Slab"].split()[0]) * 1024)


def run(quick: bool) -> Iterator[Table]:
    """A row for each number of readers, and one that is computed."""
    counts, beyond = (QUICK_COUNTS, QUICK_BEYOND) if quick else (COUNTS, BEYOND)
    table = Table("As many readers as one process may hold", COLUMNS)
    with ExitStack() as stack:
        running = stack.enter_context(product())
        loads = [stack.enter_context(Load(running.port, deflate=True)) for _ in range(CLIENTS)]
        before = Kernel.now()
        rows = [_measure(running, loads, count, before, QUICK_ROUNDS if quick else ROUNDS) for count in counts]
    for row in rows:
        table.add(*row)
    line = [_at(beyond, [(row[0], row[column]) for row in rows]) for column in range(1, len(COLUMNS) - 1)]
    table.add(f"{beyond:,}, computed", *line[:3], round(line[3]), *line[4:], EMPTY)
    table.notes.append(
        f"Times since the POST was sent; medians of {ROUNDS} messages. The readers are in {CLIENTS} processes, from "
        "several addresses of loopback. The kernel's figures are for both ends of each connection. The last row is "
        "not measured: it is the straight line through the others (least squares)."
    )
    yield table


def _measure(running: Product, loads: Sequence[Load], count: int, before: Kernel, rounds: int) -> Sequence[float]:
    for load in loads:
        load.connect(count // CLIENTS, [Place(running.socket_path())])
    lasts, missed = [], 0
    for number in range(rounds + 1):
        for load in loads:
            load.arm()
        sent = running.desk.post(paragraphs(number), headline=headline(number))
        got = [load.gather() for load in loads]
        lasts.append(ms(max(each.last for each in got) - sent.sent_at))
        missed = max(missed, sum(each.missing for each in got))
    (worker,), now = running.workers, Kernel.now()
    times = statistics.median(lasts[1:]), min(lasts[1:])
    slab = (now.slab - before.slab) / 1e6
    return count, *times, resident_bytes(worker) / 1e6, now.sockets - before.sockets, now.buffers / 1e6, slab, missed


def _at(count: int, points: Sequence[tuple[float, float]]) -> float:
    line = statistics.linear_regression([x for x, _ in points], [y for _, y in points])
    return line.slope * count + line.intercept
