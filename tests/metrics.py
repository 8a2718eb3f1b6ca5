"""Reads a server's metrics as Prometheus would."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.serving import Dateline


def measured(dateline: Dateline, name: str, **labels: str) -> float:
    """The value of a sample, or the sum over all labels that are not given."""
    answer = dateline.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    samples = [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]
    found = [s.value for s in samples if s.name == name and labels.items() <= s.labels.items()]
    assert found, f"nothing is said of {name} {labels or ''}"
    return sum(found)


def labels(dateline: Dateline, name: str, label: str) -> set[str]:
    """The values that a label of a sample has."""
    families = text_string_to_metric_families(dateline.get("/metrics").text)
    return {sample.labels[label] for family in families for sample in family.samples if sample.name == name}
