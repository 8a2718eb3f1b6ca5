"""Two workers, PostgreSQL and Redis: each is taken away in the middle of a burst, and nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest
import requests

from tests.cluster import READERS, WORKERS, Cluster, burst, cluster
from tests.metrics import measured
from tests.public_addresses import FIELDS, Answer, addresses, ask_again, ask_all, is_record, speaks_of_the_visit_alone
from tests.readers import SocketReader
from tests.serving import PATIENCE_SECONDS
from tests.wait import until

ENOUGH = 4


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as house:
        yield house


def test_a_post_at_either_worker_reaches_the_readers_of_both(house: Cluster) -> None:
    dateline, slug, ids = house.dateline, house.dateline.open_visit().slug, set[str]()
    with ExitStack() as readers:
        following = []
        for worker in house.wait_for_workers():
            with house.only(worker):
                following += [readers.enter_context(SocketReader(dateline, slug)) for _ in range(READERS)]
        for worker in house.workers:
            with house.only(worker):
                ids.add(house.editors[0].publish(slug, f"At {worker}."))
            for reader in following:
                reader.read_until(lambda it: set(it.held) == ids)
        for worker in house.workers:
            with house.only(worker):
                assert measured(dateline, "dateline_readers") == WORKERS * READERS, "their readers do not add up"
                assert measured(dateline, "dateline_changes_total", verb="publish") == WORKERS


def test_without_redis_the_readers_of_the_other_worker_get_a_post_by_the_sweep(house: Cluster) -> None:
    here, there = house.wait_for_workers()
    slug = house.dateline.open_visit().slug
    with ExitStack() as afterwards:
        with house.only(there):
            reader = afterwards.enter_context(SocketReader(house.dateline, slug))
        house.redis.stop()
        afterwards.callback(house.redis.start)
        with house.only(here):
            public_id = house.editors[0].publish(slug, "Nobody rings.")
        reader.read_until(lambda it: it.held == [public_id])


def test_what_is_put_right_at_one_worker_is_so_everywhere_at_the_other(house: Cluster) -> None:
    dateline, slug, desk = house.dateline, house.dateline.open_visit().slug, house.editors[0]

    def ask(address: str, headers: Mapping[str, str]) -> Answer:
        answer = requests.get(dateline.url + address, headers=dict(headers), timeout=PATIENCE_SECONDS)
        return Answer(answer.status_code, answer.headers, answer.content)

    def until_there(words: str) -> None:
        until(lambda: words in dateline.get(f"/live/{slug}").text, "the other worker does not hear of it")

    here, there = house.wait_for_workers()
    with house.only(here):
        cursor = dateline.get(f"/api/v1/visits/{slug}").json()["cursor"]
        public_id = desk.publish(slug, "They spoke of it.", headline="The old-word", **FIELDS)
    with house.only(there):
        until_there("old-word")
        before = ask_all(ask, addresses(dateline.url, slug, public_id, cursor))
        silent = [it for it, answer in before.items() if "old-word" not in "".join(answer.said)]
        assert [it for it in silent if not speaks_of_the_visit_alone(it)] == []
    with house.only(here):
        desk.edit(slug, public_id, "They spoke of it.", headline="The new-word", version=1, **FIELDS)
    with house.only(there):
        until_there("new-word")
        after = ask_all(ask, before)
        for address, answer in [*ask_again(ask, before), *after.items()]:
            assert answer.status == 200, address
            assert is_record(address) or "old-word" not in "".join(answer.said), address
    with house.only(here):
        desk.act(slug, public_id, "withdraw", note="Our source took it back.")
    with house.only(there):
        until_there("Our source took it back.")
        for address, answer in [*ask_again(ask, before), *ask_again(ask, after)]:
            assert answer.status in (200, 404), address
            assert not any(word in "".join(answer.said) for word in ("old-word", "new-word")), address


def test_kill_9_of_a_worker_in_a_burst_loses_and_doubles_nothing(house: Cluster) -> None:
    with burst(house) as going_on:
        gone, other = house.workers
        going_on.wait_for_posts(ENOUGH)
        os.kill(gone, signal.SIGKILL)
        going_on.wait_for_posts(ENOUGH)
        house.wait_for_workers(without=gone)
        until(lambda: measured(house.dateline, "dateline_readers") == WORKERS * READERS, "the dead are counted")
        until(lambda: all(going_on.comings[reader] for reader in going_on.readers[gone]), "the wrong worker was killed")
    assert not any(going_on.comings[reader] for reader in going_on.readers[other])


def test_redis_away_in_a_burst_holds_nobody_up_and_nothing_is_lost_or_doubled(house: Cluster) -> None:
    with burst(house) as going_on:
        going_on.wait_for_posts(ENOUGH)
        house.redis.stop()
        going_on.wait_for_posts(ENOUGH)
        going_on.wait_until_read()
        house.redis.start()
        going_on.wait_for_posts(ENOUGH)
    assert not going_on.refusals, "a post needed Redis"
    assert not going_on.comings, "a reader was sent away"


def test_a_restart_of_postgres_in_a_burst_loses_and_doubles_nothing(house: Cluster) -> None:
    with burst(house) as going_on:
        going_on.wait_for_posts(ENOUGH)
        house.postgres.stop()
        going_on.wait_for_refusals(ENOUGH)
        for worker in house.workers:
            with house.only(worker):
                assert house.dateline.get("/healthz").status_code == 200
                assert house.dateline.get("/readyz").status_code == 503
        house.postgres.start()
        going_on.wait_for_posts(ENOUGH)
    assert not going_on.comings, "a reader was sent away"


def test_a_graceful_restart_in_a_burst_brings_every_reader_to_a_new_worker(house: Cluster) -> None:
    before = house.workers
    with burst(house) as going_on:
        going_on.wait_for_posts(ENOUGH)
        os.kill(house.master, signal.SIGHUP)
        until(lambda: not set(house.workers) & set(before), "a worker stayed")
        house.wait_for_workers()
        until(lambda: all(going_on.comings[reader] for reader in going_on.everyone), "a reader does not come back")
