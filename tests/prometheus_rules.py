"""The files for Prometheus and Grafana in `deploy/`, and the metrics and labels that their expressions name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from blog.settings import ROOT

RULES, PLAYED = ROOT / "deploy" / "prometheus-rules.yml", ROOT / "deploy" / "prometheus-rules-test.yml"
DASHBOARD = ROOT / "deploy" / "grafana-dashboard.json"
_METRIC = re.compile(r"\b(?:dateline|process)_[a-z_]+\b")
_SELECTOR = re.compile(r"\b((?:dateline|process)_[a-z_]+)\{([^}]*)\}")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_GROUPED = re.compile(r"\bby \(([^)]*)\)")
# Prometheus adds these when it scrapes.
ADDED = {"instance", "job"}


def alerts() -> list[dict[str, Any]]:
    """The alerts, as their file has them."""
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def played() -> list[dict[str, Any]]:
    """The tests of the alerts that `make alerts` plays."""
    found: list[dict[str, Any]] = yaml.safe_load(PLAYED.read_text())["tests"]
    return found


def dashboard() -> dict[str, Any]:
    """Grafana's document."""
    found: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return found


def expressions() -> Iterator[tuple[str, str]]:
    """Where an expression stands, and the expression."""
    for alert in alerts():
        yield alert["alert"], alert["expr"]
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def metrics_of(expression: str) -> set[str]:
    """The samples that an expression reads."""
    return set(_METRIC.findall(expression))


def labels_of(expression: str) -> Iterator[tuple[str, str]]:
    """Each label that an expression selects or groups by, with the sample that must have it."""
    for metric, selectors in _SELECTOR.findall(expression):
        for label in _LABEL.findall(selectors):
            yield metric, label
    for grouped in _GROUPED.findall(expression):
        for label in map(str.strip, grouped.split(",")):
            for metric in metrics_of(expression):
                yield metric, label
