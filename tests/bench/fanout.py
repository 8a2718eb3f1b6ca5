"""fanout: from the reporter's POST at the desk to the last reader's last byte, beside peers that only relay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack

from tests.bench.check import check_message
from tests.bench.contest import Contender, play
from tests.bench.load import Load
from tests.bench.peers import small
from tests.bench.peers.nchan import nchan, nchan_version
from tests.bench.peers.peer import Peer
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.download_cache import NotInstalledError

COUNTS, QUICK_COUNTS = (1_000, 5_000, 10_000), (200, 1_000)
ROUNDS, QUICK_ROUNDS = 8, 3
COLUMNS = (
    *("server", "readers", "joined a second", "answer ms", "first ms", "median ms", "99 % ms", "last ms"),
    *("best last ms", "µs a reader", "server's CPU ms", "bytes a reader", "compressed", "missed"),
)
OURS = "Dateline"
PLAIN, COMPRESSING = "Fan-out to readers that do not compress", "Fan-out to readers that offer to compress"
PEERS: Sequence[tuple[str, Callable[[], str], Callable[[], AbstractContextManager[Peer]]]] = (
    ("bare C send loop", lambda: "the floor", small.floor),
    ("nchan", nchan_version, nchan),
    ("uWebSockets", small.uwebsockets_version, small.uwebsockets),
    ("node ws", small.ws_version, small.ws),
    ("flask-sock, queues", small.queues_version, small.queues),
    ("Flask-SocketIO", small.socketio_version, small.socketio),
)


def run(quick: bool) -> Iterator[Table]:
    """For plain and for compressing readers, a table of times and one of ratios."""
    counts, rounds = (QUICK_COUNTS, QUICK_ROUNDS) if quick else (COUNTS, ROUNDS)
    for title in (PLAIN, COMPRESSING):
        table = Table(title, COLUMNS)
        with ExitStack() as stack:
            messages = len(counts) * (rounds + 1)
            contenders = _enter_all(stack, table, messages, deflate=title == COMPRESSING)
            for step, count in enumerate(counts):
                for contender in contenders:
                    contender.connect(count)
                play(contenders, range(step * (rounds + 1), (step + 1) * (rounds + 1)))
                for contender in contenders:
                    table.add(*_row(contender))
        table.notes.append(
            f"Medians of {rounds} messages; times since the POST was sent. All servers run at the same time and "
            "publish in turn."
        )
        yield table
        yield _ratios(title, contenders)


def _enter_all(stack: ExitStack, table: Table, count: int, *, deflate: bool) -> list[Contender]:
    """The product, checked once, and its peers, which relay so many of its messages: none of them twice."""
    running = stack.enter_context(product())
    check_message(running)
    messages = [_recorded(running, number) for number in range(count)]
    table.notes.append(f"Messages of {len(messages[0].encode()):,} bytes, which the other servers relay unchanged.")
    load = stack.enter_context(Load(running.port, deflate=deflate))
    ours = Contender(OURS, running.process.pid, running.socket_path(), load, lambda number: _post(running, number))
    contenders = [ours]
    for name, version, peer in PEERS:
        try:
            contenders.append(_enter(stack, f"{name} ({version()})", peer, messages, deflate=deflate))
        except (NotInstalledError, RuntimeError, OSError) as error:
            table.add(f"{name}: {str(error).splitlines()[0]}", *[EMPTY] * (len(COLUMNS) - 1))
    return contenders


def _enter(
    stack: ExitStack,
    name: str,
    peer: Callable[[], AbstractContextManager[Peer]],
    messages: Sequence[str],
    *,
    deflate: bool,
) -> Contender:
    running = stack.enter_context(peer())
    load = stack.enter_context(Load(running.port, deflate=deflate, say=running.say))
    return Contender(name, running.pid, running.path, load, lambda number: running.publish(messages[number]))


def _recorded(running: Product, number: int) -> str:
    _post(running, number)
    return running.message_since(1)


def _post(running: Product, number: int) -> tuple[int, int]:
    sent = running.desk.post(paragraphs(number), headline=headline(number))
    return sent.sent_at, sent.answered_at


def _row(contender: Contender) -> Sequence[object]:
    count, last = contender.readers, contender.middle("last")
    times = [contender.middle(name) for name in ("answer", "first", "median", "p99")]
    of_all = "yes" if contender.deflating == count else "no"
    rest = (last * 1000 / count, contender.middle("cpu"), contender.middle("bytes_each"), of_all, contender.lost)
    return contender.name, count, round(contender.joins), *times, last, contender.best("last"), *rest


def _ratios(title: str, contenders: Sequence[Contender]) -> Table:
    """Ours against each peer at the largest number of readers; below 1 we are faster."""
    ours, *peers = contenders
    columns = (f"Dateline against, {ours.readers:,} readers", "last reader", "best last reader", "server's CPU")
    summary = Table(f"{title}: ratios", columns)
    for peer in peers:
        pairs = ((ours.middle("last"), peer.middle("last")), (ours.best("last"), peer.best("last")))
        times = [ratio(mine, theirs) for mine, theirs in (*pairs, (ours.middle("cpu"), peer.middle("cpu")))]
        summary.add(peer.name, *times)
    return summary
