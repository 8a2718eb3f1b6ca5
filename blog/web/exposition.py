"""What `/metrics` answers: the metrics of all workers added up, each process by its number, and the version."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from blog.metrics import SHARED_FOLDER
from blog.release import VERSION

# Every live process of the server has such a file; gunicorn's configuration removes that of a dead one.
_FILES = "gauge_livesum_*.db"


class Build(Collector):
    """The version, so that a dashboard shows when it changed, and an alert when machines differ."""

    def collect(self) -> Iterable[Metric]:
        build = GaugeMetricFamily("dateline_build_info", "The running version", labels=["version", "python"])
        build.add_metric([VERSION, platform.python_version()], 1)
        yield build


class Processes(Collector):
    """Memory, time and files of each process, under the names that one process has, with its `pid`.

    The client library leaves them out when several processes share a folder.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def collect(self) -> Iterable[Metric]:
        found: dict[str, Metric] = {}
        for pid in sorted({path.stem.rpartition("_")[2] for path in self._folder.glob(_FILES)}):
            for family in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():  # type: ignore[misc]
                kind = CounterMetricFamily if family.type == "counter" else GaugeMetricFamily
                together = found.setdefault(family.name, kind(family.name, family.documentation, labels=["pid"]))
                for sample in family.samples:
                    together.add_sample(sample.name, {"pid": pid}, sample.value)
        return found.values()


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Build())
    if SHARED_FOLDER:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(Processes(SHARED_FOLDER))
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(REGISTRY)
