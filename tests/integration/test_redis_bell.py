"""The bell over Redis: it rings in every process, never waits, and finds its way back when Redis was away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from flask import Flask
from redis.client import PubSub

from blog.wire import redis_bell as module
from blog.wire.bell import Bell
from blog.wire.redis_bell import RedisBell
from blog.wire.streams import Audience, Ring
from tests.breakable_proxy import BreakableProxy, breakable_proxy
from tests.desk import Desk
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST
from tests.servers.redis import RedisServer, redis_server
from tests.wait import until

pytestmark = pytest.mark.both_footings

PATIENCE_SECONDS = 20.0
# What nobody calls waiting, on the busiest machine: far less than Redis is given for an answer.
RINGS = 100
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def line(redis: RedisServer) -> Iterator[BreakableProxy]:
    """The line between the bells and their Redis."""
    with breakable_proxy((HOST, urlsplit(redis.url).port or 0)) as line:
        yield line


@pytest.fixture
def make_bell(line: BreakableProxy) -> Iterator[Callable[[], RedisBell]]:
    """Makes the bells of processes, whose threads end with the test."""
    bells: list[RedisBell] = []

    def make() -> RedisBell:
        bells.append(RedisBell(_url(line)))
        return bells[-1]

    yield make
    for bell in bells:
        bell.stop()


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What the bells write into the log."""
    lines: list[str] = []
    handler, logger = logging.Handler(), logging.getLogger(module.__name__)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


@pytest.fixture
def near(make_bell: Callable[[], RedisBell]) -> RedisBell:
    """The bell of a process that hears."""
    bell = make_bell()
    bell.start()
    return bell


@pytest.fixture
def far(make_bell: Callable[[], RedisBell]) -> RedisBell:
    """The bell of another process."""
    return make_bell()


def test_a_ring_is_heard_in_this_process_and_in_the_others(near: RedisBell, far: RedisBell) -> None:
    told: list[int] = []
    near.on_ring(told.append)
    _ring_until_heard(far, near, 7)
    assert told
    assert set(told) == {7}
    assert far.wait(0) == {Ring(7)}


def test_a_ring_of_the_desk_is_heard_as_such_and_not_by_what_keeps_pages_of_readers(
    near: RedisBell, far: RedisBell
) -> None:
    told: list[int] = []
    near.on_ring(told.append)
    _ring_until_heard(far, near, 7)
    told.clear()
    heard: set[Ring] = set()

    def is_heard() -> bool:
        far.ring_desk(12)
        heard.update(near.wait(0.1))
        return Ring(12, Audience.DESK) in heard

    until(is_heard)
    assert heard <= {Ring(12, Audience.DESK), Ring(7)}
    assert not {12} & set(told), "pages of readers would be rendered anew"


def test_rings_that_come_while_nobody_waits_are_kept_each_visit_once(near: RedisBell, far: RedisBell) -> None:
    told: list[int] = []
    near.on_ring(told.append)
    _ring_until_heard(far, near, 1)
    for visit_id in (2, 3, 2):
        far.ring(visit_id)
    until(lambda: {2, 3} <= set(told))
    assert near.wait(0) - {Ring(1)} == {Ring(2), Ring(3)}
    assert near.wait(0) == set()


def test_the_bell_hears_again_when_redis_was_away(near: RedisBell, far: RedisBell, line: BreakableProxy) -> None:
    _ring_until_heard(far, near, 7)
    line.close()
    far.ring(8)
    assert Ring(8) in far.wait(0), "what rings here does not need Redis"
    assert near.wait(0.5) <= {Ring(7)}
    line.open()
    _ring_until_heard(far, near, 9)


def test_that_redis_is_away_is_said_once_and_that_it_is_back_once(
    make_bell: Callable[[], RedisBell], line: BreakableProxy, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []
    monkeypatch.setattr(module, "sleep", lambda seconds: (tries.append(seconds), sleep(0.01)))
    bell, elsewhere = make_bell(), make_bell()
    line.close()
    bell.start()
    bell.ring(7)
    until(lambda: len(tries) > 5)
    [away] = said
    assert "Redis does not answer" in away
    assert "REDIS_URL" in away
    assert "Connection refused" in away
    line.open()
    until(lambda: len(said) > 1)
    _ring_until_heard(elsewhere, bell, 8)
    assert said == [away, "Redis answers again."]


def test_a_line_that_died_without_a_word_is_noticed(
    make_bell: Callable[[], RedisBell], line: BreakableProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PING_SECONDS", 0.2)
    near, far = make_bell(), make_bell()
    near.start()
    _ring_until_heard(far, near, 7)
    line.hush()
    _ring_until_heard(far, near, 8)


def test_a_quiet_line_is_not_taken_for_a_dead_one(
    make_bell: Callable[[], RedisBell], line: BreakableProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    pings: list[PubSub] = []

    def ping(subscription: PubSub) -> None:
        pings.append(subscription)
        usual(subscription)

    usual = PubSub.ping
    monkeypatch.setattr(PubSub, "ping", ping)
    monkeypatch.setattr(module, "PING_SECONDS", 1.0)  # for the reply too, which a busy machine may keep waiting
    near, far = make_bell(), make_bell()
    near.start()
    _ring_until_heard(far, near, 7)
    before = line.opened
    until(lambda: len(pings) > 1)
    assert line.opened == before, "it was taken for dead and opened anew"
    assert pings[0] is pings[1]


def test_a_ring_does_not_wait_for_a_redis_that_never_answers(
    make_bell: Callable[[], RedisBell], line: BreakableProxy
) -> None:
    line.hush(new=True)
    bell = make_bell()
    bell.start()
    began = monotonic()
    for visit_id in range(RINGS):
        bell.ring(visit_id)
    assert monotonic() - began < RINGS * module.TIMEOUT_SECONDS / 2, "each ring waits for Redis"
    assert bell.wait(0) == {Ring(visit_id) for visit_id in range(RINGS)}
    until(lambda: line.opened > 0)


@on_sqlite
@pytest.mark.parametrize("fails", ["refuses", "never answers"])
def test_without_redis_the_desk_works_and_its_limits_hold(
    app: Flask,
    make_app: Callable[..., Flask],
    database_url: str,
    talks: SampleVisit,
    line: BreakableProxy,
    tmp_path: Path,
    fails: str,
) -> None:
    line.close() if fails == "refuses" else line.hush(new=True)
    without = make_app(database_url, tmp_path, REDIS_URL=_url(line))
    began = monotonic()
    desk = Desk.of(without).sign_in(talks.editor_email)
    for number in range(5):
        assert desk.publish("talks", f"Update {number}.").status_code == 303
    stranger, wrong = Desk.of(without), {"email": talks.editor_email, "password": "not the password"}
    stranger.get("/desk/sign-in")
    assert [stranger.post("/desk/sign-in", wrong).status_code for _ in range(11)] == [422] * 10 + [429]
    # A Redis that never answers is asked again now and then, for half a second each time.
    assert monotonic() - began < PATIENCE_SECONDS


def _url(line: BreakableProxy) -> str:
    return f"redis://{HOST}:{line.port}/0"


def _ring_until_heard(far: Bell, near: Bell, visit_id: int) -> None:
    """Rings as posts do, one after the other: the first may come before anyone hears."""
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        far.ring(visit_id)
        if Ring(visit_id) in near.wait(0.2):
            return
        assert monotonic() < deadline, "never heard"
