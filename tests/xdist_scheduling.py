"""Distributes the tests over processes, and reports each failure as it happens."""

from __future__ import annotations

import gc
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.footings import stands_on

ROOT = Path(__file__).resolve().parents[1]
# A browser and a server for each: more would be too much for the memory of most machines.
MOST_PROCESSES = 8
_FOOTING = re.compile(r"[\[-](sqlite|postgresql)[]-]")
# Tests of the sources as a whole, which are read and parsed once for all of them.
_READS_SOURCES = re.compile(r"^from tests\.unit import ", re.MULTILINE)
SOURCES = "sources"


class Scheduler(LoadScopeScheduling):
    """Hands out tests in their order: a whole file where its tests share a server, a browser or a large database, which
    is then created once; those of the sources together; all others one by one, so that no process is idle at the end.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if _reads_sources(file):
            return SOURCES
        if not _shares(file):
            return nodeid
        footing = _FOOTING.search(test)
        return f"{file} {footing[1] if footing else ''}"


def put_in_order(items: list[pytest.Item]) -> None:
    """Puts the tests in a browser first, one footing after the other, and then those that share something else.

    Each process has its own site and browser; they end with the first test that is not in a browser.
    """

    def rank(item: pytest.Item) -> tuple[bool, bool, str]:
        in_browser, file = item.path.parent.name == "browser", item.nodeid.partition("::")[0]
        return not in_browser, not (_shares(file) or _reads_sources(file)), stands_on(item) if in_browser else ""

    items.sort(key=rank)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduler:
    gc.enable()  # the process that deals the tests collects none
    return Scheduler(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors, because a test in a browser, or of a server that is killed, often waits."""
    return min(len(os.sched_getaffinity(0)) + 2, MOST_PROCESSES)


def pytest_collection_finish() -> None:
    """What is here now stays: no collection of garbage need walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)  # when there is a terminal to report to
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal:  # the processes that are dealt tests have none
        config.pluginmanager.register(FailureReporter(terminal))


class FailureReporter:
    """Says at once which test failed, and why in a line; the whole story comes at the end, as ever."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            reason = f": {crash.message.splitlines()[0]}" if crash and crash.message else ""
            self._terminal.write_line(f"\nFAILED {report.nodeid}{reason}", red=True)


@cache
def _shares(file: str) -> bool:
    """Whether the tests of a file share something that lasts.

    Only the processes that run the tests know their fixtures; the one that deals them reads what is written.
    """
    path = ROOT / file
    folder = path.with_name("conftest.py")
    return 'scope="module"' in path.read_text() or (folder.exists() and 'scope="package"' in folder.read_text())


@cache
def _reads_sources(file: str) -> bool:
    return file.startswith("tests/unit/") and bool(_READS_SOURCES.search((ROOT / file).read_text()))
