"""The runbook: it has a place for every alert, and names commands and metrics that exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest
from flask import Flask

from blog import metrics
from blog.release import VERSION
from blog.settings import ROOT
from tests.integration.test_audit_of_commands import commands
from tests.prometheus_rules import alerts

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
_COMMAND = re.compile(r"(?:^|[$`(]|&& )\s*flask ([a-z][a-z -]*[a-z])", re.MULTILINE)
_METRIC = re.compile(r"\bdateline_[a-z_]+\b")


def test_every_alert_has_its_place() -> None:
    explained = set(re.findall(r"Dateline[A-Z]\w+", RUNBOOK))
    assert explained == {alert["alert"] for alert in alerts()}


def test_every_command_exists(app: Flask) -> None:
    known: set[str] = set(commands(app.cli)) if isinstance(app.cli, click.Group) else set()
    named = list(_COMMAND.findall(RUNBOOK))
    assert len(named) > 15
    unknown = [words for words in named if not any(f"{words} ".startswith(f"{command} ") for command in known)]
    assert not unknown


@pytest.mark.parametrize("page", ["runbook.md", "production.md"])
def test_commands_run_as_the_service_does_and_no_shell_reads_its_settings(page: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    [function] = re.findall(r"^flask\(\) \{.*?^\}", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "systemd-run").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "systemd-run").chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    script = f"{function}\nflask reporter add ada@example.org --name 'Ada Nord'"
    said = subprocess.run(["bash", "-ec", script], env=env, capture_output=True, text=True, check=True).stdout
    unit = (ROOT / "deploy" / "dateline-backup.service").read_text()
    properties = {line.removeprefix("--property=") for line in said.splitlines() if line.startswith("--property=")}
    assert len(properties) == 4
    assert properties <= set(unit.splitlines())
    environment = {f"Environment={line.removeprefix('--setenv=')}" for line in said.splitlines() if "--setenv=" in line}
    assert environment <= set(unit.splitlines())
    assert len(environment) == 1
    assert said.splitlines()[-5:] == ["reporter", "add", "ada@example.org", "--name", "Ada Nord"]
    assert ". /etc/dateline.env" not in text


def test_every_metric_exists() -> None:
    known = {
        f"{measure._name}{end}"
        for measure in vars(metrics).values()
        if hasattr(measure, "_name")
        for end in ("", "_total")
    }
    assert set(_METRIC.findall(RUNBOOK)) <= known


def test_the_changelog_begins_with_the_version_that_runs() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)[0] == VERSION
