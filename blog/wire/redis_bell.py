"""The bell over Redis, for several processes and machines. It carries the ids of visits, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Event as Flag
from threading import Thread
from time import sleep

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry

from blog.outage import Outage
from blog.wire.bell import Bell

CHANNEL = "dateline:bell"
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 0.1, 5.0
ANSWER_SECONDS = 2.0
# After so much silence Redis is asked for a sign of life, and after as much again the line is given up as dead.
PING_SECONDS = 10.0

logger = logging.getLogger(__name__)


class RedisBell(Bell):
    """Rings in every process that shares a Redis. When Redis is away, the sweep of each process hears for it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),  # the library's own would add seconds to ours before anyone is told
        )
        self._outgoing = Bell()
        self._started: set[str] = set()
        self._over = Flag()
        self._hears = False
        self._outage = Outage(
            logger,
            begins="Redis does not answer: readers at other workers get each change up to two seconds late, and "
            "nothing is lost. Check REDIS_URL and Redis",
            ends="Redis answers again.",
        )

    def start(self) -> None:
        """Begins to hear the other processes."""
        self._once("bell hears", self._hear)

    def stop(self) -> None:
        """Lets the threads end: the one that tells at once, the one that hears with its next sign of life."""
        self._over.set()
        self._outgoing.ring(0)

    def ring(self, visit_id: int) -> None:
        """Rings here at once; a thread of its own tells the others, so that a post never waits for Redis."""
        super().ring(visit_id)
        self._outgoing.ring(visit_id)
        self._once("bell tells", self._tell)

    def _once(self, name: str, run: Callable[[], None]) -> None:
        """Starts a thread at its first use, which is after any fork."""
        if name not in self._started:
            self._started.add(name)
            Thread(target=run, name=name, daemon=True).start()

    def _tell(self) -> None:
        while not self._over.is_set():
            for visit_id in self._outgoing.wait(60) - {0}:
                try:
                    self._redis.publish(CHANNEL, visit_id)
                except RedisError as error:  # not tried again: their sweep will find it
                    self._outage.begin(error)
                else:
                    if self._hears:
                        self._outage.end()

    def _hear(self) -> None:
        backoff = FIRST_BACKOFF_SECONDS
        while not self._over.is_set():
            try:
                with self._redis.pubsub() as line:  # type: ignore[no-untyped-call]
                    line.subscribe(CHANNEL)
                    for visit_id in _rings(line):
                        if self._over.is_set():
                            return
                        backoff = FIRST_BACKOFF_SECONDS
                        self._hears = True
                        self._outage.end()
                        if visit_id is not None:
                            super().ring(visit_id)
            except (RedisError, ValueError) as error:
                self._hears = False
                self._outage.begin(error)
                sleep(backoff)
                backoff = min(backoff * 2, LONGEST_BACKOFF_SECONDS)


def _rings(line: PubSub) -> Iterator[int | None]:
    """The visits that were rung for, and None when there was something else or nothing. Raises RedisError when
    there is no sign of life."""
    is_asked = False
    while True:
        message = line.get_message(timeout=PING_SECONDS)
        if message is None and is_asked:
            raise RedisError("the line is silent")
        if is_asked := message is None:
            line.ping()
        yield int(message["data"]) if message and message["type"] == "message" else None
