"""changes: what one change asks of PostgreSQL in each process, and of Redis for each process that it tells."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from redis import Redis

from tests.bench.fill import SLUG
from tests.bench.machine import cpu_ns, on_server_core
from tests.bench.messages import best_tenth
from tests.bench.product import product
from tests.bench.table import EMPTY, Table, ms
from tests.servers.download_cache import ROOT
from tests.servers.postgres import fresh_database, postgres_server
from tests.servers.redis import RedisServer, redis_server

TIMES, QUICK_TIMES = 300, 20
PROCESSES = 100
CHANNEL = "bench"
COLUMNS = ("what", "until all have it ms", "process's CPU ms", "service's CPU ms", "statements")


def run(quick: bool) -> Iterator[Table]:
    """One table; the services have the core that is not the process's."""
    times = QUICK_TIMES if quick else TIMES
    table = Table("What a change asks of PostgreSQL and Redis", COLUMNS)
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server(private=True))
        settings = {"DATABASE_URL": stack.enter_context(fresh_database(server.url))}
        running = stack.enter_context(product(settings=settings))
        command = [sys.executable, "-m", "tests.bench.messages", SLUG, str(times), str(server.pid)]
        done = subprocess.run(
            on_server_core(command), cwd=ROOT, env=dict(running.env), check=True, stdout=subprocess.PIPE, text=True
        )
        message = json.loads(done.stdout.splitlines()[-1])
        costs = (message["own_ms"], message["cpu_ms"], message["statements"])
        table.add("a change's message, from PostgreSQL", EMPTY, *costs)
    for processes, what in ((1, "one process hears it"), (PROCESSES, f"{PROCESSES} processes hear it")):
        with redis_server() as server:
            table.add(f"a ring, {what}", *_ring(server, processes, times))
    table.notes.append(
        f"What the best tenth of {times} stays below; of Redis's core, the mean. The message is read from the log, "
        "rendered and encoded as for open pages, and nothing is kept of it. A ring: until the last has read it, all in "
        "one program."
    )
    yield table


def _ring(server: RedisServer, processes: int, times: int) -> Sequence[object]:
    """Milliseconds until all have it, and of Redis's core."""
    publisher, subscribers = (Redis.from_url(server.url, max_connections=count) for count in (1, processes))
    subscriptions = [subscribers.pubsub(ignore_subscribe_messages=True) for _ in range(processes)]  # type: ignore[no-untyped-call]
    for each in subscriptions:
        each.subscribe(CHANNEL)
        each.get_message(timeout=5)
    took, used = [], cpu_ns(server.pid)
    for _ in range(times):
        begin = time.monotonic_ns()
        publisher.publish(CHANNEL, "12")
        for each in subscriptions:
            assert each.get_message(timeout=5)
        took.append(ms(time.monotonic_ns() - begin))
    return best_tenth(took), EMPTY, ms(cpu_ns(server.pid) - used) / times, EMPTY
