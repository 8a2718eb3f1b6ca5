"""fanout: from the reporter's POST at the desk to the last reader's last byte, beside peers that only relay."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from math import nan

from tests.bench.check import check_message
from tests.bench.load import Load, Place
from tests.bench.peers import small
from tests.bench.peers.nchan import nchan, nchan_version
from tests.bench.peers.peer import Peer
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ms, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.kept import NotInstalledError

COUNTS, QUICK_COUNTS = (1_000, 5_000, 10_000), (200, 1_000)
ROUNDS, QUICK_ROUNDS = 8, 3
PAUSE_SECONDS = 0.25
COLUMNS = (
    *("server", "readers", "joined a second", "answer ms", "first byte ms", "first ms", "median ms", "99 % ms"),
    *("last ms", "µs a reader", "bytes a reader", "compressed", "missed"),
)
OURS = "Dateline"
PLAIN, COMPRESSING = "Fan-out to readers that do not compress", "Fan-out to readers that offer to compress"


@dataclass(frozen=True)
class Round:
    """One message: milliseconds since the POST was sent."""

    answer: float
    first_byte: float
    first: float
    median: float
    p99: float
    last: float
    bytes_each: float
    missing: int


@dataclass(frozen=True)
class Server:
    """Something that readers connect to, and that can be told to publish."""

    port: int
    path: str
    say: str
    publish: Callable[[int], tuple[int, int]]


PEERS: Sequence[tuple[str, Callable[[], str], Callable[[], AbstractContextManager[Peer]]]] = (
    ("bare C send loop", lambda: "the floor", small.floor),
    ("nchan", nchan_version, nchan),
    ("node ws", small.ws_version, small.ws),
    ("flask-sock, queues", small.queues_version, small.queues),
    ("Flask-SocketIO", small.socketio_version, small.socketio),
)


def run(quick: bool) -> Iterator[Table]:
    """Two tables, for plain and for compressing readers, and one of ratios."""
    counts, rounds = (QUICK_COUNTS, QUICK_ROUNDS) if quick else (COUNTS, ROUNDS)
    tables = [Table(title, COLUMNS) for title in (PLAIN, COMPRESSING)]
    messages: list[str] = []
    for table in tables:
        with ours(len(counts) * (rounds + 1)) as (server, texts):
            measure(table, OURS, server, counts, rounds)
            messages = list(texts)
    for name, version, peer in PEERS:
        for table in tables:
            _measure_peer(table, f"{name} ({_version(version)})", peer, messages, counts, rounds)
    for table in tables:
        length = len(messages[0].encode())
        table.notes.append(f"Messages of {length:,} bytes, the median of {rounds}; times since the POST was sent.")
        yield table
    yield _ratios(tables, counts[-1])


@contextmanager
def ours(count: int) -> Iterator[tuple[Server, Sequence[str]]]:
    """The product, checked once, and the texts of so many of its messages: no two that a peer relays are the same."""
    with product() as running:
        check_message(running)
        messages = []
        for number in range(count):
            _post(running, number)
            messages.append(running.message_since(1))
        yield Server(running.port, running.socket_path(), "", lambda number: _post(running, number)), messages


def measure(table: Table, name: str, server: Server, counts: Sequence[int], rounds: int) -> None:
    """Adds a row for each number of readers; the same connections serve for all."""
    with Load(server.port, deflate=table.title == COMPRESSING, say=server.say) as load:
        for step, (count, before) in enumerate(zip(counts, (0, *counts), strict=False)):
            begin = time.monotonic_ns()
            joined = load.connect(count, [Place(server.path)])
            if joined.missing:
                table.add(name, count, *[EMPTY] * 10, joined.missing)
                return
            joins = (count - before) / ((joined.last - begin) / 1e9)
            took = list(_rounds(load, server, step * (rounds + 1), rounds))
            table.add(name, count, *_cells(joins, took, count), _share(joined.deflating, count), _missing(took))
            if _missing(took):
                return


def _rounds(load: Load, server: Server, first: int, rounds: int) -> Iterator[Round]:
    """One message to warm up, then the rounds, up to the first that did not reach everyone in time."""
    for number in range(first, first + rounds + 1):
        took = _round(load, server, number)
        if number > first or took.missing:
            yield took
        if took.missing:
            return


def _round(load: Load, server: Server, number: int) -> Round:
    time.sleep(PAUSE_SECONDS)
    load.arm()
    sent, answered = server.publish(number)
    got = load.gather()
    moments = (got.first_byte, got.first, got.median, got.p99, got.last)
    first_byte, first, median, p99, last = (ms(moment - sent) if got.arrived else nan for moment in moments)
    return Round(ms(answered - sent), first_byte, first, median, p99, last, got.bytes_each, got.missing)


def _cells(joins: float, rounds: Sequence[Round], count: int) -> Iterable[object]:
    def middle(name: str) -> float:
        return float(statistics.median(getattr(each, name) for each in rounds))

    times = [middle(name) for name in ("answer", "first_byte", "first", "median", "p99", "last")]
    return [round(joins), *times, times[-1] * 1000 / count, round(middle("bytes_each"))]


def _missing(rounds: Iterable[Round]) -> int:
    return sum(each.missing for each in rounds)


def _share(deflating: int, count: int) -> str:
    return "yes" if deflating == count else "no" if not deflating else f"{deflating}"


def _measure_peer(
    table: Table,
    name: str,
    peer: Callable[[], AbstractContextManager[Peer]],
    messages: Sequence[str],
    counts: Sequence[int],
    rounds: int,
) -> None:
    try:
        with peer() as running:
            server = Server(running.port, running.path, running.say, lambda number: running.publish(messages[number]))
            measure(table, name, server, counts, rounds)
    except (NotInstalledError, RuntimeError, OSError) as error:
        table.add(f"{name}: {str(error).splitlines()[0]}", *[EMPTY] * (len(COLUMNS) - 1))


def _version(version: Callable[[], str]) -> str:
    try:
        return version()
    except NotInstalledError:
        return "absent"


def _post(running: Product, number: int) -> tuple[int, int]:
    sent = running.desk.post(paragraphs(number), headline=headline(number))
    return sent.sent_at, sent.answered_at


def _ratios(tables: Sequence[Table], count: int) -> Table:
    """Ours against each peer at the largest number of readers; below 1 we are faster."""
    summary = Table(f"Dateline's last reader against theirs, {count:,} readers", ("server", "plain", "compressing"))
    last, largest = COLUMNS.index("last ms"), [[row for row in table.rows if row[1] == count] for table in tables]
    mine = [next((row[last] for row in rows if row[0] == OURS), 0) for rows in largest]
    for name in dict.fromkeys(row[0] for rows in largest for row in rows if row[0] != OURS):
        cells = []
        for rows, own in zip(largest, mine, strict=True):
            theirs = next((row[last] for row in rows if row[0] == name), 0)
            cells.append(ratio(own, theirs) if own and theirs else EMPTY)  # type: ignore[arg-type]
        summary.add(name, *cells)
    return summary
