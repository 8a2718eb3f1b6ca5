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
_COMPARED = re.compile(r"(==|>|<) ([\d.e]+)")
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


def limit(alert: str) -> float:
    """What the expression of an alert compares with."""
    return float(_compared(alert)[1])


def fires(alert: str, metric: str, value: float) -> bool:
    """Whether an alert fires at a value of its expression, which reads this metric."""
    operator, limit = _compared(alert)
    assert metric in _expression(alert), f"{alert} does not read {metric}"
    return {"==": value == float(limit), ">": value > float(limit), "<": value < float(limit)}[operator]


def _compared(alert: str) -> tuple[str, str]:
    found: list[tuple[str, str]] = _COMPARED.findall(_expression(alert))
    return found[0]


def _expression(alert: str) -> str:
    return next(str(rule["expr"]) for rule in alerts() if rule["alert"] == alert)
