"""memory: what a reader costs the worker process."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.load import Load, Place
from tests.bench.machine import resident_bytes
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table
from tests.bench.words import headline, paragraphs

COUNTS, QUICK_COUNTS = (100, 2_000, 10_000), (100, 500)
WARMING = 50
COLUMNS = ("readers", "offer to compress", "worker's memory MB", "KB a reader", "KB a reader beyond the first step")


def run(quick: bool) -> Iterator[Table]:
    """One table; a fresh server for plain and for compressing readers."""
    table = Table("Memory of the worker process (RSS)", COLUMNS)
    for deflate in (False, True):
        with product() as running:
            _measure(table, running, deflate, QUICK_COUNTS if quick else COUNTS)
    table.notes.append(
        "Measured after each reader received one message. The first row is a server that has served pages, posts and "
        f"{WARMING} readers who have left. Without the kernel's memory for sockets."
    )
    yield table


def _measure(table: Table, running: Product, deflate: bool, counts: tuple[int, ...]) -> None:
    offers, (worker,) = "yes" if deflate else "no", running.workers
    with Load(running.port, deflate=deflate) as load:
        _deliver(running, load, WARMING)
    empty = steps = 0
    with Load(running.port, deflate=deflate) as load:
        empty = resident_bytes(worker)
        table.add(0, offers, empty / 1e6, EMPTY, EMPTY)
        for count in counts:
            _deliver(running, load, count)
            now = resident_bytes(worker)
            beyond = (now - steps) / (count - counts[0]) / 1000 if steps else EMPTY
            table.add(count, offers, now / 1e6, (now - empty) / count / 1000, beyond)
            steps = steps or now


def _deliver(running: Product, load: Load, count: int) -> None:
    """Connects readers, and gives each one message."""
    load.connect(count, [Place(running.socket_path())])
    for number in range(2):
        running.get(running.page)
        load.arm()
        running.desk.post(paragraphs(number), headline=headline(number))
        load.gather()
