"""The bell over Redis pub/sub, for several processes and machines. It carries rings and nothing else."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from threading import Event as Flag
from threading import Thread
from time import sleep
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry

from blog.outage import Outage
from blog.wire.bell import Bell
from blog.wire.streams import Ring

CHANNEL, TALK = "dateline:bell", "dateline:desks"
FIRST_BACKOFF_SECONDS, MAX_BACKOFF_SECONDS = 0.1, 5.0
TIMEOUT_SECONDS = 2.0
# After so much silence the connection is pinged; after as much again without a reply it counts as dead.
PING_SECONDS = 10.0
# Wakes the publisher: no visit has this number. Of what could not be told for so long, only the newest is kept.
_WAKE = Ring(0)
MOST_TEXTS = 1000

logger = logging.getLogger(__name__)


class RedisBell(Bell):
    """Rings in every process that shares a Redis. While Redis is away, each process finds changes by its own sweep."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),  # the library's own retries would add seconds before an outage is reported
        )
        self._outgoing = Bell()
        self._texts: deque[str] = deque(maxlen=MOST_TEXTS)
        self._threads: dict[str, Thread] = {}
        self._over = Flag()
        self._is_subscribed = False
        self._outage = Outage(
            logger,
            begins="Redis does not answer: readers on other workers get changes up to two seconds late; nothing "
            "is lost. Check REDIS_URL and Redis",
            ends="Redis answers again.",
        )

    def start(self) -> None:
        """Subscribes to the other processes."""
        self._once("bell subscriber", self._subscribe)

    def stop(self) -> None:
        """Lets both threads end: the publisher at once, the subscriber with its next message or ping."""
        self._over.set()
        self._outgoing.signal(_WAKE)

    def signal(self, ring: Ring) -> None:
        """Rings here at once; a thread publishes to the others, so that a post never waits for Redis."""
        super().signal(ring)
        self._outgoing.signal(ring)
        self._once("bell publisher", self._publish)

    def tell(self, text: str) -> None:
        """A thread publishes it, as it does rings."""
        self._texts.append(text)
        self._outgoing.signal(_WAKE)
        self._once("bell publisher", self._publish)

    def _hear(self, text: str) -> None:
        for hearer in self._hearers:
            hearer(text)

    def _once(self, name: str, run: Callable[[], None]) -> None:
        """Starts a thread on first use, which is after any fork."""
        if name not in self._threads:
            self._threads[name] = Thread(target=run, name=name, daemon=True)
            self._threads[name].start()

    def _publish(self) -> None:
        while not self._over.is_set():
            rings = self._outgoing.wait(60) - {_WAKE}
            texts = [self._texts.popleft() for _ in range(len(self._texts))]
            for channel, message in [*((CHANNEL, str(ring)) for ring in rings), *((TALK, text) for text in texts)]:
                try:
                    self._redis.publish(channel, message)
                except RedisError as error:  # not retried: the other processes' sweeps find the change
                    self._outage.begin(error)
                else:
                    if self._is_subscribed:
                        self._outage.end()

    def _subscribe(self) -> None:
        backoff = FIRST_BACKOFF_SECONDS
        while not self._over.is_set():
            try:
                with self._redis.pubsub() as subscription:  # type: ignore[no-untyped-call]
                    subscription.subscribe(CHANNEL, TALK)
                    for heard in _messages(subscription):
                        if self._over.is_set():
                            return
                        backoff = FIRST_BACKOFF_SECONDS
                        self._is_subscribed = True
                        self._outage.end()
                        if isinstance(heard, Ring):
                            super().signal(heard)
                        elif heard is not None:
                            self._hear(heard)
            except (RedisError, ValueError) as error:
                self._is_subscribed = False
                self._outage.begin(error)
                sleep(backoff)
                backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)


def _messages(subscription: PubSub) -> Iterator[Ring | str | None]:
    """Yields each ring and each text published, and None for anything else or after silence. Raises RedisError when the
    connection is dead."""
    is_asked = False
    while True:
        message = subscription.get_message(timeout=PING_SECONDS)
        if message is None and is_asked:
            raise RedisError("no reply to the ping")
        if is_asked := message is None:
            subscription.ping()
        yield _read(message) if message and message["type"] == "message" else None


def _read(message: dict[str, Any]) -> Ring | str:
    text: str = message["data"].decode()
    return text if message["channel"] == TALK.encode() else Ring.parse(text)
