"""writers: how many posts a second one process takes while 1,000 readers are connected, by how many post at once."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Barrier, Thread

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.bench.desk import Sent
from tests.bench.load import Load, Place
from tests.bench.machine import cpu_ns
from tests.bench.product import Product, product
from tests.bench.table import Table, ms
from tests.bench.words import headline, paragraphs
from tests.servers.postgres import fresh_database, postgres_server

READERS, QUICK_READERS = 1_000, 100
AT_ONCE, QUICK_AT_ONCE = (1, 4, 16), (1, 4)
# As many in each row, dealt over all accounts: none meets its limit of posts a minute.
POSTS, QUICK_POSTS, ACCOUNTS = 96, 24, 16
SETTLING_SECONDS = 10
COLUMNS = (
    *("database", "post at once", "posts", "posts a second", "answer ms, median", "answer ms, 95 %"),
    *("last reader ms, median", "last reader ms, 95 %", "messages", "server's CPU ms a post", "missed"),
)


def run(quick: bool) -> Iterator[Table]:
    """A row for each database and number of reporters."""
    readers, posts = (QUICK_READERS, QUICK_POSTS) if quick else (READERS, POSTS)
    table = Table(f"Posts a second that one process takes, with {readers:,} readers", COLUMNS)
    for database in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            settings = {}
            if database == "PostgreSQL":
                settings["DATABASE_URL"] = stack.enter_context(
                    fresh_database(stack.enter_context(postgres_server()).url)
                )
            running = stack.enter_context(product(accounts=ACCOUNTS, settings=settings))
            load = stack.enter_context(Load(running.port, deflate=True))
            load.connect(readers, [Place(running.socket_path())])
            for at_once in QUICK_AT_ONCE if quick else AT_ONCE:
                table.add(database, at_once, posts, *_measure(running, load, at_once, posts))
            running.check_log()
    table.notes.append(
        "Each reporter posts again as soon as the answer to the last post is there. Times since the POST was sent; the "
        "last reader has a post with the message that carries it, and a message carries all that was committed until "
        "it was rendered. Compressing readers; `flask log check` passed on each."
    )
    yield table


@dataclass
class Messages:
    """Which message carried which updates, as one more reader sees them."""

    texts: list[str] = field(default_factory=list)

    def listen(self, socket: ClientConnection) -> None:
        try:
            for text in socket:
                if "content" in json.loads(text):
                    self.texts.append(str(text))
        except ConnectionClosed:
            pass

    def of(self, update: str) -> int | None:
        """The number of the first that has it."""
        return next((number for number, text in enumerate(self.texts) if update in text), None)


def _measure(running: Product, load: Load, at_once: int, posts: int) -> tuple[object, ...]:
    load.arm()
    seen, cpu = Messages(), cpu_ns(running.process.pid)
    with connect(f"ws://127.0.0.1:{running.port}{running.socket_path()}", max_size=None) as socket:
        listening = Thread(target=seen.listen, args=(socket,))
        listening.start()
        begin, sent = time.monotonic_ns(), _post_all(running, at_once, posts)
        seconds = (max(each.answered_at for each in sent) - begin) / 1e9
        _settle(seen, sent)
        used = ms(cpu_ns(running.process.pid) - cpu) / posts
    listening.join()
    got = load.gather(len(seen.texts))
    series = load.series()
    waits = [ms(series[number] - each.sent_at) for each in sent if (number := seen.of(each.update)) is not None]
    answers = [each.answer_ms for each in sent]
    missed = got.missing + len(sent) - len(waits)
    return posts / seconds, *_middle_and_most(answers), *_middle_and_most(waits), len(seen.texts), used, missed


def _post_all(running: Product, at_once: int, posts: int) -> list[Sent]:
    """Lets so many reporters post at the same time, each with accounts of its own in turn."""
    sent: list[Sent] = []
    ready = Barrier(at_once)

    def post(which: int) -> None:
        mine = running.desk.reporters[which::at_once]
        ready.wait()
        for turn in range(posts // at_once):
            number = time.monotonic_ns() % 1_000_000
            sent.append(mine[turn % len(mine)].post(paragraphs(number), headline=f"{headline(number)} {which} {turn}"))

    threads = [Thread(target=post, args=(which,)) for which in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(sent) != posts:
        raise RuntimeError(f"{len(sent)} of {posts} posts were taken")
    return sent


def _settle(seen: Messages, sent: Sequence[Sent]) -> None:
    """Waits until the messages of all posts have come."""
    until = time.monotonic() + SETTLING_SECONDS
    while time.monotonic() < until and any(seen.of(each.update) is None for each in sent[-20:]):
        time.sleep(0.05)


def _middle_and_most(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]
