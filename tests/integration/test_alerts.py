"""What the alerts and the dashboard ask for is what a server says, with one worker and with several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from blog.release import VERSION
from tests.cluster import WORKERS, Cluster, cluster
from tests.metrics import measured
from tests.prometheus_rules import ADDED, expressions, fires, labels_of, metrics_of
from tests.wait import until

UP = "dateline_service_up"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as house:
        yield house


def test_every_metric_and_label_of_an_expression_is_exported(house: Cluster) -> None:
    dateline = house.dateline
    house.editors[0].publish(dateline.open_visit().slug, "Counted.")
    until(lambda: "\ndateline_deliveries_overdue" in dateline.get("/metrics").text, "nobody asks the services")
    exported: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(dateline.get("/metrics").text):
        for sample in family.samples:
            exported.setdefault(sample.name, set()).update(sample.labels)
    for place, expression in expressions():
        assert metrics_of(expression) <= exported.keys(), place
        for metric, label in labels_of(expression):
            assert label in exported[metric] | ADDED, f"{place}: {metric} has no {label}"


def test_each_process_says_what_it_needs_and_which_version_runs(house: Cluster) -> None:
    house.wait_for_workers()
    for worker in (*house.workers, house.master):
        for name in ("resident_memory_bytes", "cpu_seconds_total", "open_fds", "max_fds", "start_time_seconds"):
            assert measured(house.dateline, f"process_{name}", pid=str(worker)) > 0
    assert measured(house.dateline, "dateline_build_info", version=VERSION) == 1
    assert measured(house.dateline, "dateline_database_connections_limit") == 30
    assert len(house.workers) == WORKERS


def test_a_service_that_is_away_is_said_by_the_process_that_misses_it(house: Cluster) -> None:
    dateline = house.dateline

    def is_up(service: str) -> bool:
        value = measured(dateline, "dateline_service_up", service=service)
        return not fires({"database": "DatelineDatabaseDown", "redis": "DatelineRedisDown"}[service], UP, value)

    until(lambda: is_up("database") and is_up("redis"), "the services are there")
    for service, server in (("redis", house.redis), ("database", house.postgres)):
        server.stop()
        try:
            until(lambda service=service: not is_up(service), f"nobody misses the {service}")  # type: ignore[misc]
        finally:
            server.start()
        until(lambda service=service: is_up(service), f"the {service} is back")  # type: ignore[misc]
