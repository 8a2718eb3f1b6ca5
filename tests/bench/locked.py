"""locked: another process holds the lock of the SQLite database; what readers and the desk notice."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

from tests.bench.fill import SLUG
from tests.bench.load import Load, Place
from tests.bench.product import Product, product
from tests.bench.table import EMPTY, Table, ms
from tests.bench.words import headline, paragraphs

HELD_SECONDS, QUICK_HELD_SECONDS = 10.0, 2.0
READERS, PAUSE_SECONDS = 200, 0.05
COLUMNS = ("while the lock is held", "asked", "median ms", "worst ms", "answers")
_HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


def run(quick: bool) -> Iterator[Table]:
    """One table: what is asked all the time, and one post at the beginning and one shortly before the end."""
    held = QUICK_HELD_SECONDS if quick else HELD_SECONDS
    table = Table(f"Another process holds SQLite's lock for {held:.0f} s", COLUMNS)
    with product() as running, Load(running.port) as load:
        load.connect(READERS, [Place(running.socket_path())])
        lock = subprocess.Popen(
            [sys.executable, "-c", _HOLD, f"{running.env['INSTANCE_DIR']}/dateline.sqlite", str(held)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert lock.stdout
        lock.stdout.readline()
        asking = [_Asking(running, path) for path in _paths(running)]
        posts = [_Posting(running, load, number, wait) for number, wait in enumerate((0.0, held - 1.5))]
        for each in (*asking, *posts):
            each.start()
        lock.wait()
        for one in asking:
            one.stop.set()
            one.join()
            table.add(one.path, len(one.took), statistics.median(one.took), max(one.took), one.said)
        for post in posts:
            post.join()
            table.add(post.name, 1, EMPTY, post.answered_ms, post.said)
        yield table


def _paths(running: Product) -> dict[str, Callable[[int], str]]:
    epoch, seq = running.cursor().split(":")
    return {
        "the live page": lambda _: running.page,
        "a page that nobody has in memory": lambda number: f"{running.page}?page={number % 3 + 1}",
        "since": lambda number: f"{running.page}/since/{epoch}:{int(seq) - number % 20}",
        "/healthz": lambda _: "/healthz",
        "the sign-in page": lambda _: "/desk/sign-in",
        "a single update's feed": lambda _: f"/live/{SLUG}/feed.atom",
    }


class _Asking(Thread):
    """Asks for one kind of page until it is told to stop."""

    def __init__(self, running: Product, path: str) -> None:
        super().__init__(daemon=True)
        self.path, self.stop, self.took = path, Event(), list[float]()
        self._running, self._address, self._statuses = running, _paths(running)[path], set[int]()

    @property
    def said(self) -> str:
        return ", ".join(map(str, sorted(self._statuses)))

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            begin = time.monotonic()
            self._statuses.add(self._running.get(self._address(number)).status)
            self.took.append((time.monotonic() - begin) * 1000)
            number += 1
            time.sleep(PAUSE_SECONDS)


class _Posting(Thread):
    """Posts once, some seconds after the lock was taken."""

    def __init__(self, running: Product, load: Load, number: int, wait: float) -> None:
        super().__init__(daemon=True, name=f"a post after {wait:.1f} s")
        self.answered_ms, self.said = 0.0, ""
        self._running, self._load, self._number, self._wait = running, load, number, wait

    def run(self) -> None:
        time.sleep(self._wait)
        begin = time.monotonic()
        self._load.arm()
        try:
            sent = self._running.desk.post(paragraphs(self._number), headline=headline(self._number))
        except RuntimeError as error:
            self.said = f"{str(error)[:36]}"
        else:
            late = ms(self._load.gather().last - sent.answered_at)
            self.said = f"stored; readers have it {late:.0f} ms after the answer"
        self.answered_ms = (time.monotonic() - begin) * 1000
