"""slow: one reader in a hundred never reads; what the others notice of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.contest import Contender, play
from tests.bench.load import Load
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs

READERS, QUICK_READERS = 5_000, 500
ROUNDS, QUICK_ROUNDS = 30, 12
SLOW_EVERY = 100
# Long texts, so that the sockets of those who do not read are soon full.
CHARACTERS = 12_000
TX_QUEUE = 4  # the column of /proc/net/tcp
COLUMNS = ("readers", "never read", "full sockets", "median of last ms", "best", "worst", "server's CPU ms", "missed")


def run(quick: bool) -> Iterator[Table]:
    """Two servers, one without and one with readers that never read, publish in turn."""
    count, rounds = (QUICK_READERS, QUICK_ROUNDS) if quick else (READERS, ROUNDS)
    table = Table("Readers that never read", COLUMNS)
    with ExitStack() as stack:
        contenders = [_enter(stack, every) for every in (0, SLOW_EVERY)]
        for contender in contenders:
            contender.connect(count)
        play(contenders, range(rounds + 1))
        for contender in contenders:
            last = [contender.middle("last"), contender.best("last"), max(each.last for each in contender.rounds)]
            slow = count // SLOW_EVERY if contender is contenders[1] else 0
            full = _full_sockets(int(contender.name))
            table.add(count, slow, full, *last, contender.middle("cpu"), contender.lost)
    without, with_slow = contenders
    middle, best = (ratio(getattr(with_slow, of)("last"), getattr(without, of)("last")) for of in ("middle", "best"))
    cpu = ratio(with_slow.middle("cpu"), without.middle("cpu"))
    table.add(EMPTY, EMPTY, EMPTY, middle, best, EMPTY, cpu, EMPTY)
    table.notes.append(
        f"{rounds} messages of about {CHARACTERS:,} characters; time until the last reader that reads has it."
    )
    yield table


def _enter(stack: ExitStack, slow_every: int) -> Contender:
    running = stack.enter_context(product())
    load = stack.enter_context(Load(running.port, slow_every=slow_every))
    port, path = str(running.port), running.socket_path()
    return Contender(port, running.process.pid, path, load, lambda number: _post(running, number))


def _post(running: Product, number: int) -> tuple[int, int]:
    sent = running.desk.post(paragraphs(number, CHARACTERS), headline=headline(number))
    return sent.sent_at, sent.answered_at


def _full_sockets(port: int) -> int:
    """How many of the server's sockets hold bytes that their reader has not taken."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = [line for line in lines if int(line[1].split(":")[1], 16) == port]
    return sum(int(line[TX_QUEUE].split(":")[0], 16) > 0 for line in ours)
