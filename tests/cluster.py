"""Two workers on PostgreSQL and Redis, each of which a test may take away, and people who post and read meanwhile."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import requests
from websockets.exceptions import WebSocketException

from tests.conftest import prepare
from tests.htmx import OpenPage
from tests.readers import SocketReader
from tests.servers.postgres import PostgresServer, fresh_database, postgres_server
from tests.servers.redis import RedisServer, redis_server
from tests.serving import Correspondent, Dateline, serving
from tests.wait import until

WORKERS = 2
# All posts of a burst fit on the front page.
EDITORS, POSTS, READERS = 3, 8, 2
BACK_WITHIN_SECONDS = 120.0
# In a burst people write fast, and yet something can happen between two posts.
BREATH_SECONDS = 0.15


@dataclass
class Cluster:
    """`dateline` is the whole as its readers and editors see it; `counts` is the folder where its workers count."""

    dateline: Dateline
    postgres: PostgresServer
    redis: RedisServer
    counts: Path
    editors: list[Correspondent]

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers that live."""
        alive = {int(path.stem.rpartition("_")[2]) for path in self.counts.glob("gauge_livesum_*.db")}
        return sorted(alive - {self.master})

    @property
    def master(self) -> int:
        """The process id of gunicorn's master."""
        return self.dateline._process.pid

    def wait_for_workers(self, without: int = 0) -> list[int]:
        """The workers, as soon as they are complete and answer."""
        until(lambda: len(self.workers) == WORKERS and without not in self.workers, "a worker is missing")
        for worker in self.workers:
            with self.only(worker):
                assert self.dateline.get("/readyz").status_code == 200
        return self.workers

    @contextmanager
    def only(self, worker: int) -> Iterator[None]:
        """Whatever comes meanwhile, comes to this worker, since the others stand still."""
        others = [other for other in self.workers if other != worker]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)

    def check_log(self, slug: str) -> None:
        answer = self.dateline.app.test_cli_runner().invoke(args=["log", "check", slug])
        assert answer.exit_code == 0, answer.output


@contextmanager
def cluster(folder: Path, **settings: str) -> Iterator[Cluster]:
    """Everything, from nothing."""
    counts = folder / "counts"
    counts.mkdir()
    with postgres_server(private=True) as postgres, redis_server() as redis, fresh_database(postgres.url) as url:
        prepare(url, folder)
        own = {"REDIS_URL": redis.url, "WEB_CONCURRENCY": str(WORKERS), "PROMETHEUS_MULTIPROC_DIR": str(counts)}
        with serving(url, folder, **own, **settings) as dateline, ExitStack() as people:
            editors = [people.enter_context(dateline.correspondent()) for _ in range(EDITORS)]
            yield Cluster(dateline, postgres, redis, counts, editors)


@dataclass
class Burst:
    """Several people post at once, each post with a key of its own, and send it again until it is acknowledged;
    readers at both workers follow, and come back with their cursors when their lines break."""

    cluster: Cluster
    slug: str
    readers: dict[int, list[SocketReader]]
    acknowledged: dict[str, str] = field(default_factory=dict)
    refusals: list[requests.Response | None] = field(default_factory=list)
    comings: Counter[SocketReader] = field(default_factory=Counter)
    over: Event = field(default_factory=Event)

    @property
    def everyone(self) -> list[SocketReader]:
        return [reader for readers in self.readers.values() for reader in readers]

    def post(self, editor: Correspondent, name: str) -> None:
        for number in range(POSTS):
            key = f"{name}-{number}"
            self.acknowledged[key] = self._until_acknowledged(editor, key)
            sleep(BREATH_SECONDS)

    def follow(self, reader: SocketReader) -> None:
        """Reads until it is over."""
        while not self.over.is_set():
            reader.read(0.2)
            while reader.close_code is not None and not self.over.is_set():
                try:
                    reader.leave()
                    reader.connect()
                    self.comings[reader] += 1
                except (OSError, WebSocketException):
                    sleep(0.1)

    def wait_for_posts(self, more: int) -> None:
        """Waits until so many more are acknowledged."""
        wanted = len(self.acknowledged) + more
        assert wanted < EDITORS * POSTS, "it would be all over by then"
        until(lambda: len(self.acknowledged) >= wanted, "nobody can post")

    def wait_for_refusals(self, count: int) -> None:
        until(lambda: len(self.refusals) >= count, "nobody was refused")

    def wait_until_read(self) -> None:
        """Waits until all readers hold all that is acknowledged by now."""
        wanted = set(self.acknowledged.values())
        until(lambda: all(wanted <= set(reader.held) for reader in self.everyone), "a reader misses something")

    def check(self) -> None:
        """Nothing is lost, nothing is there twice, and every reader holds each post exactly once."""
        ids = sorted(self.acknowledged.values())
        assert len(set(ids)) == EDITORS * POSTS, "two posts became one"
        self.cluster.check_log(self.slug)
        assert sorted(OpenPage(self.cluster.dateline.get(f"/live/{self.slug}").text).held) == ids
        assert [sorted(reader.held) for reader in self.everyone] == [ids] * WORKERS * READERS

    def _until_acknowledged(self, editor: Correspondent, key: str) -> str:
        deadline = monotonic() + BACK_WITHIN_SECONDS
        while True:
            try:
                return editor.publish(self.slug, f"Post {key}.", client_key=key)
            except requests.RequestException as error:
                self.refusals.append(error.response)
                assert monotonic() < deadline, "nobody came back"
                sleep(0.1)


@contextmanager
def burst(cluster: Cluster) -> Iterator[Burst]:
    """A burst that has begun; whatever happens in the block, at its end everything must be right."""
    with ExitStack() as people, ThreadPoolExecutor(EDITORS + WORKERS * READERS) as threads:
        made = Burst(cluster, cluster.dateline.open_visit().slug, {})
        for worker in cluster.wait_for_workers():
            with cluster.only(worker):
                readers = [SocketReader(cluster.dateline, made.slug) for _ in range(READERS)]
                made.readers[worker] = [people.enter_context(reader) for reader in readers]
        following = [threads.submit(made.follow, reader) for reader in made.everyone]
        posting = [
            threads.submit(made.post, editor, f"editor-{number}") for number, editor in enumerate(cluster.editors)
        ]
        try:
            yield made
            for job in posting:
                job.result(timeout=BACK_WITHIN_SECONDS)
            made.wait_until_read()
        finally:
            made.over.set()
        for job in following:
            job.result(timeout=BACK_WITHIN_SECONDS)
        made.check()
