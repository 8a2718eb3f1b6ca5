"""slow: one reader in a hundred never reads; what the others notice of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.load import Load, Place
from tests.bench.product import Product, product
from tests.bench.table import Table, ms, ratio
from tests.bench.words import headline, paragraphs

READERS, QUICK_READERS = 5_000, 500
ROUNDS, QUICK_ROUNDS = 30, 12
SLOW_EVERY = 100
# Long texts, so that the sockets of those who do not read are soon full.
CHARACTERS = 12_000
PAUSE_SECONDS = 0.2
TX_QUEUE = 4  # the column of /proc/net/tcp


def run(quick: bool) -> Iterator[Table]:
    """The same messages without slow readers, with them, and without them again."""
    count, rounds = (QUICK_READERS, QUICK_ROUNDS) if quick else (READERS, ROUNDS)
    columns = (
        "readers",
        "never read",
        "full sockets",
        "median of last ms",
        "worst last ms",
        "missed",
        "against without",
    )
    table = Table("Readers that never read", columns)
    with product() as running:
        before, with_slow, after = [_measure(running, count, rounds, every) for every in (0, SLOW_EVERY, 0)]
    without = (before[3] + after[3]) / 2
    for row in (before, with_slow, after):
        table.add(*row, ratio(row[3], without))
    table.notes.append(
        f"{rounds} messages of about {CHARACTERS:,} characters each; time to the last of those who read."
    )
    yield table


def _measure(running: Product, count: int, rounds: int, slow_every: int) -> tuple[int, int, int, float, float, int]:
    last, missed = [], 0
    with Load(running.port, slow_every=slow_every) as load:
        load.connect(count, [Place(running.socket_path())])
        for number in range(rounds):
            time.sleep(PAUSE_SECONDS)
            load.arm()
            sent = running.desk.post(paragraphs(number, CHARACTERS), headline=headline(number))
            got = load.gather()
            missed += got.missing
            last.append(ms(got.last - sent.sent_at))
        full = _full_sockets(running.port)
    slow = count // slow_every if slow_every else 0
    return count, slow, full, statistics.median(last), max(last), missed


def _full_sockets(port: int) -> int:
    """How many of the server's sockets hold bytes that their reader has not taken."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = [line for line in lines if int(line[1].split(":")[1], 16) == port]
    return sum(int(line[TX_QUEUE].split(":")[0], 16) > 0 for line in ours)
