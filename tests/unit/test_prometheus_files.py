"""The alerts and the dashboard are whole: each alert is played, and says what to do; no panel covers another."""

from __future__ import annotations

import re
import tomllib

from blog.release import VERSION
from blog.settings import ROOT
from tests.prometheus_rules import alerts, dashboard, expressions, played

SEVERITIES = {"page", "ticket"}


def test_each_alert_is_played_where_it_fires_and_where_it_does_not() -> None:
    names = [alert["alert"] for alert in alerts()]
    assert len(names) == len(set(names))
    assert [test["name"] for test in played()] == names
    for test in played():
        quiet, firing = test["alert_rule_test"]
        assert {quiet["alertname"], firing["alertname"]} == {test["name"]}
        assert not quiet["exp_alerts"]
        assert firing["exp_alerts"]


def test_each_alert_has_a_real_fault_that_gives_its_metric_such_a_value() -> None:
    files = (ROOT / "tests" / "integration").glob("test_alert*.py")
    faults = "".join(path.read_text(encoding="utf-8") for path in files)
    assert {alert["alert"] for alert in alerts()} == set(re.findall(r'"(Dateline[A-Z]\w+)"', faults))


def test_each_alert_says_what_is_the_matter_and_how_urgent_it_is() -> None:
    for alert in alerts():
        assert alert["labels"]["severity"] in SEVERITIES, alert["alert"]
        assert alert["annotations"]["summary"], alert["alert"]


def test_brackets_of_every_expression_close() -> None:
    for place, expression in expressions():
        bare = re.sub(r'"[^"]*"', "", expression)
        for opening, closing in ("()", "{}", "[]"):
            assert bare.count(opening) == bare.count(closing), place


def test_no_panel_covers_another() -> None:
    board, covered = dashboard(), set[tuple[int, int]]()
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    for panel in board["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24, panel["title"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & covered, panel["title"]
        covered |= cells
        assert panel["datasource"]["uid"] == "${source}"


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    [ours] = [package["version"] for package in locked if package["name"] == project["name"]]
    assert project["version"] == ours == VERSION
