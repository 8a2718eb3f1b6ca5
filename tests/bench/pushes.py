"""pushes: what readers notice while 10,000 browsers are notified of a key event, and while none is."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from blog.push.vapid import new_key
from tests.bench.load import Load, Place
from tests.bench.product import Product, product
from tests.bench.table import Table, ms
from tests.bench.words import headline, paragraphs
from tests.push_service import PUSH_HOST, PushServer, push_server
from tests.servers.download_cache import ROOT

SUBSCRIBERS, QUICK_SUBSCRIBERS = 10_000, 400
READERS, QUICK_READERS = 1_000, 200
POSTS, QUICK_POSTS = 30, 5
PAUSE_SECONDS = 0.4
PATIENCE_SECONDS = 300.0
COLUMNS = ("meanwhile", "posts", "push ms, median", "push ms, worst", "notified", "seconds")


def run(quick: bool) -> Iterator[Table]:
    """One table: posts without notifications and beside them, in turns of one server and one run."""
    count, readers = (QUICK_SUBSCRIBERS, QUICK_READERS) if quick else (SUBSCRIBERS, READERS)
    table = Table(f"From the POST to the last of {readers:,} readers, while {count:,} browsers are notified", COLUMNS)
    with tempfile.TemporaryDirectory() as folder, push_server(Path(folder)) as service:
        settings = {"PUSH_KEY": new_key(), "PUSH_HOSTS": PUSH_HOST, "BENCH_PUSH_CA": str(service.authorities)}
        settings["BENCH_PUSH_PORT"] = str(service.port)
        with product(settings=settings, app="tests.bench.pushing_app:app") as running, Load(running.port) as load:
            command = [sys.executable, "-m", "tests.bench.subscribers", str(count)]
            subprocess.run(command, cwd=ROOT, env=dict(running.env), check=True)
            load.connect(readers, [Place(running.socket_path())])
            _post(running, load)  # whatever is slow the first time
            without = [_post(running, load) for _ in range(QUICK_POSTS if quick else POSTS)]
            table.add("nothing", len(without), statistics.median(without), max(without), 0, 0)
            begin = time.monotonic()
            _post(running, load, key="1")
            beside = _posts_until(running, load, service, count, begin + PATIENCE_SECONDS)
            took = time.monotonic() - begin
            middle = statistics.median(beside)
            table.add("notifications", len(beside), middle, max(beside), len(service.sent), took)
    table.notes.append(f"The median is {middle - statistics.median(without):+.1f} ms later.")
    yield table


def _posts_until(running: Product, load: Load, service: PushServer, count: int, until: float) -> list[float]:
    """Milliseconds of each post, until so many notifications have come in."""
    took = []
    while len(service.sent) < count:
        if time.monotonic() > until:
            raise RuntimeError(f"only {len(service.sent)} of {count} browsers were notified")
        took.append(_post(running, load))
    return took


def _post(running: Product, load: Load, **fields: str) -> float:
    """Milliseconds from a POST to its last reader."""
    time.sleep(PAUSE_SECONDS)
    number = time.monotonic_ns()
    load.arm()
    sent = running.desk.post(paragraphs(number), headline=headline(number), **fields)
    arrivals = load.gather()
    if arrivals.missing:
        raise RuntimeError(f"{arrivals.missing} readers missed a message beside notifications")
    return ms(arrivals.last - sent.sent_at)
