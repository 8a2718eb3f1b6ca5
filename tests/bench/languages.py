"""languages: readers in three languages beside as many in one; a change is rendered once for each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from tests.bench.contest import Contender, play
from tests.bench.load import Load
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs

READERS, QUICK_READERS = 9_000, 300
ROUNDS, QUICK_ROUNDS = 20, 4
# The visit's own, and two others: one of them has longer letters, and runs from the right.
LANGUAGES: Sequence[Sequence[str]] = (("",), ("", "zh", "ar"))
COLUMNS = (
    *("languages", "readers", "renders a message", "answer ms", "first ms", "median ms", "last ms", "best last ms"),
    *("server's CPU ms", "bytes a reader", "missed"),
)
RENDERS = re.compile(r"^dateline_render_seconds_count ([\d.]+)$", re.MULTILINE)


def run(quick: bool) -> Iterator[Table]:
    """Two servers publish in turn, and the ratio of their rows is under them."""
    count, rounds = (QUICK_READERS, QUICK_ROUNDS) if quick else (READERS, ROUNDS)
    table = Table("Readers in several languages", COLUMNS)
    with ExitStack() as stack:
        servers = [stack.enter_context(product()) for _ in LANGUAGES]
        loads = [stack.enter_context(Load(server.port, deflate=True)) for server in servers]
        pairs = zip(LANGUAGES, servers, loads, strict=True)
        contenders = [_contender(spoken, server, load) for spoken, server, load in pairs]
        for contender in contenders:
            contender.connect(count)
        before = [_renders(server) for server in servers]
        play(contenders, range(rounds + 1))
        for spoken, server, contender, since in zip(LANGUAGES, servers, contenders, before, strict=True):
            renders = (_renders(server) - since) / (rounds + 1)
            sizes = contender.middle("bytes_each"), contender.lost
            table.add(len(spoken), count, round(renders, 2), *_times(contender), *sizes)
    one, three = map(_times, contenders)
    table.add(*[EMPTY] * 3, *(ratio(*pair) for pair in zip(three, one, strict=True)), EMPTY, EMPTY)
    table.notes.append(
        f"Medians of {rounds} messages to readers that compress, dealt evenly over the languages; times since the POST "
        "was sent. Both servers run at the same time and publish in turn."
    )
    yield table


def _contender(spoken: Sequence[str], server: Product, load: Load) -> Contender:
    def publish(number: int) -> tuple[int, int]:
        sent = server.desk.post(paragraphs(number), headline=headline(number))
        return sent.sent_at, sent.answered_at

    path = server.socket_path()
    own, *others = [f"{path}&ui={tag}" if tag else path for tag in spoken]
    return Contender(str(len(spoken)), server.process.pid, own, load, publish, others=others)


def _times(contender: Contender) -> list[float]:
    middles = [contender.middle(name) for name in ("answer", "first", "median", "last")]
    return [*middles, contender.best("last"), contender.middle("cpu")]


def _renders(server: Product) -> float:
    """How many messages the server has rendered."""
    found = RENDERS.search(server.get("/metrics").body.decode())
    assert found, "the server does not say how often it has rendered"
    return float(found[1])
