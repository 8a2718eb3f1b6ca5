"""storm: all readers lose their connection and come back at once, each with its cursor, some behind by a few events."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence

from tests.bench.load import Arrivals, Load, Place
from tests.bench.machine import cpu_ns
from tests.bench.product import Product, product
from tests.bench.table import Table, ms
from tests.bench.words import headline, paragraphs

READERS, QUICK_READERS = 10_000, 500
# How many events the readers have missed; a reader that missed none is live with its handshake.
BEHIND = (0, 1, 0, 2, 0, 3, 0, 5)
COLUMNS = (
    *("what happened", "readers", "first ms", "median ms", "99 % ms", "last ms", "came back a second"),
    *("server's CPU µs each", "refused first", "not back", "next message: last ms", "missed"),
)
# A restart takes the time of stopping and starting too.
SECONDS = 90
ALL = 100_000

Blow = Callable[[Product, Load, Sequence[Place]], Arrivals]


def run(quick: bool) -> Iterator[Table]:
    """One table; each row has as many readers, in a server that has them already, one blow after the other."""
    count = QUICK_READERS if quick else READERS
    table = Table("All readers come back at once, with their cursors", COLUMNS)
    for held, blows in ((False, BLOWS), (True, HELD_BLOWS)):
        with product(held=held) as running, Load(running.port, deflate=True, flight=ALL) as load:
            load.connect(count, [Place(running.socket_path())])
            for name, blow in blows.items():
                _measure(table, name, blow, running, load, count)
    behind = ", ".join(map(str, BEHIND))
    table.notes.append(
        f"Readers missed {behind} events in turn, and count as back when they have received them. Times since the "
        "disconnection. The load generator retries a refused connection after 250 ms; a page waits at least half a "
        "second. Compressing readers."
    )
    yield table


def _measure(table: Table, name: str, blow: Blow, running: Product, load: Load, count: int) -> None:
    for number in range(max(BEHIND)):
        running.desk.post(paragraphs(number), headline=headline(number))
    cursor = running.cursor()
    places = [Place(running.socket_path(behind=behind, cursor=cursor), min(behind, 1)) for behind in BEHIND]
    cpu, begin = cpu_ns(running.process.pid), time.monotonic_ns()
    back = blow(running, load, places)
    times = [ms(moment - begin) for moment in (back.first, back.median, back.p99, back.last)]
    rate = round(back.arrived / (times[-1] / 1000))
    # A server that was exchanged begins to count anew, its own start included.
    used = cpu_ns(running.process.pid) - (cpu if blow is _cut else 0)
    load.arm()
    running.desk.hang_up()
    sent = running.desk.post(paragraphs(9), headline=headline(9))
    after = load.gather()
    row = (
        name,
        count,
        *times,
        rate,
        used / 1000 / count,
        back.refused,
        back.missing,
        ms(after.last - sent.sent_at),
        after.missing,
    )
    table.add(*row)


def _cut(_running: Product, load: Load, places: Sequence[Place]) -> Arrivals:
    """The network failed for a moment: the server is as it was."""
    return load.cut(places, SECONDS)


def _reload(running: Product, load: Load, places: Sequence[Place]) -> Arrivals:
    """A new worker takes over, and the old one sends everyone away."""
    load.follow(places)
    os.kill(running.process.pid, signal.SIGHUP)
    return load.back(SECONDS)


def _restart(running: Product, load: Load, places: Sequence[Place]) -> Arrivals:
    """The server is stopped and started: for a while nobody listens."""
    load.follow(places)
    running.process.stop()
    running.process.start()
    return load.back(SECONDS)


BLOWS: dict[str, Blow] = {
    "all connections cut": _cut,
    "new worker (SIGHUP)": _reload,
    "stopped and started": _restart,
}
# systemd holds the listening socket; here the bench does, and hands it over in the same way.
HELD_BLOWS: dict[str, Blow] = {"stopped and started, socket held": _restart}
