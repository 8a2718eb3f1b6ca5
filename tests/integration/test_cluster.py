"""Two workers, PostgreSQL and Redis: each is taken away in the middle of a burst, and nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.cluster import READERS, WORKERS, Cluster, burst, cluster, until
from tests.measured import measured
from tests.readers import SocketReader

ENOUGH = 6


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


def test_kill_9_of_a_worker_in_a_burst_loses_and_doubles_nothing(house: Cluster) -> None:
    with burst(house) as going_on:
        gone, other = house.workers
        going_on.wait_for_posts(ENOUGH)
        os.kill(gone, signal.SIGKILL)
        going_on.wait_for_posts(ENOUGH)
        house.wait_for_workers(without=gone)
        until(lambda: measured(house.dateline, "dateline_readers") == WORKERS * READERS, "the dead are counted")
    assert all(going_on.comings[reader] for reader in going_on.readers[gone]), "the wrong worker was killed"
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
    assert all(going_on.comings[reader] for reader in going_on.everyone)
