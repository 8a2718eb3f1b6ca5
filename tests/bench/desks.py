"""desks: what readers notice of twenty open desks, beside the same server with none, for a post and for a banner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from threading import Thread

from tests.bench.contest import Contender, play
from tests.bench.fill import SLUG
from tests.bench.load import Load
from tests.bench.product import Product, product
from tests.bench.table import Table, ratio
from tests.bench.words import headline, paragraphs
from tests.desk_sockets import open_desk

DESKS, QUICK_DESKS = 20, 4
READERS, QUICK_READERS = 5_000, 200
ROUNDS, QUICK_ROUNDS = 40, 4
COLUMNS = ("each message is", "desks open", "answer ms", "first ms", "median ms", "last ms", "best last ms")
COLUMNS += ("server's CPU ms", "missed")
# Desks hear nothing from a post. A banner renders its form anew for each account, after readers have been served.
ACTS: Mapping[str, Mapping[str, str]] = {"a post": {}, "a post as the banner": {"also": "banner"}}


def run(quick: bool) -> Iterator[Table]:
    """A row for each server and kind of message, and the ratio under each pair."""
    desks, readers = (QUICK_DESKS, QUICK_READERS) if quick else (DESKS, READERS)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    table = Table("Fan-out to readers while desks are open", COLUMNS)
    with ExitStack() as stack:
        servers = [stack.enter_context(product(accounts=DESKS)) for _ in range(2)]
        loads = [stack.enter_context(Load(server.port, deflate=True)) for server in servers]
        _open(stack, servers[1], desks)
        for step, (act, fields) in enumerate(ACTS.items()):
            pairs = zip((0, desks), servers, loads, strict=True)
            contenders = [_contender(f"{count}", server, load, fields) for count, server, load in pairs]
            for contender in contenders:
                contender.connect(readers)
            play(contenders, range(step * (rounds + 1), (step + 1) * (rounds + 1)))
            for contender in contenders:
                table.add(act, int(contender.name), *_times(contender), contender.lost)
            table.add("", "", *(ratio(*pair) for pair in zip(*map(_times, reversed(contenders)), strict=True)), "")
    table.notes.append(
        f"Medians of {rounds} messages to {readers:,} readers that compress; times since the POST was sent. Each desk "
        "is an account of its own. Both servers run at the same time and publish in turn."
    )
    yield table


def _contender(name: str, server: Product, load: Load, fields: Mapping[str, str]) -> Contender:
    def publish(number: int) -> tuple[int, int]:
        sent = server.desk.post(paragraphs(number), headline=headline(number), **fields)
        return sent.sent_at, sent.answered_at

    return Contender(name, server.process.pid, server.socket_path(), load, publish)


def _times(contender: Contender) -> list[float]:
    middles = [contender.middle(name) for name in ("answer", "first", "median", "last")]
    return [*middles, contender.best("last"), contender.middle("cpu")]


def _open(stack: ExitStack, server: Product, count: int) -> None:
    """Opens the desks of as many accounts, which read what they are sent."""
    for cookies in server.desk.cookies[:count]:
        desk = stack.enter_context(open_desk(f"http://127.0.0.1:{server.port}", SLUG, cookies))
        Thread(target=lambda desk=desk: [None for _ in desk], daemon=True).start()  # type: ignore[misc]
