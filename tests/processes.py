"""The tests in several processes at once: who gets which, and that a failure is heard of when it happens."""

from __future__ import annotations

import gc
import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
_FOOTING = re.compile(r"[\[-](sqlite|postgresql)[]-]")


class Dealing(LoadScopeScheduling):
    """Whoever shares something that lasts, a server, a browser, a large database, goes to the same process, so that it
    is made once. Those who are many come first, all others are dealt one by one, so that nobody is idle at the end."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        shared, on_each_footing = _shared(file)
        footing = _FOOTING.search(test) if on_each_footing else None
        return f"{shared} {footing[1] if footing else ''}" if shared else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Dealing:
    return Dealing(config, log)


def pytest_collection_finish() -> None:
    """What is here now stays: no collection of garbage need walk through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)  # when there is a terminal to report to
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal:  # the processes that are dealt tests have none
        config.pluginmanager.register(Herald(terminal))


class Herald:
    """Says at once which test failed, and why in a line; the whole story comes at the end, as ever."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            reason = f": {crash.message.splitlines()[0]}" if crash and crash.message else ""
            self._terminal.write_line(f"\nFAILED {report.nodeid}{reason}", red=True)


@cache
def _shared(file: str) -> tuple[str, bool]:
    """The folder or the file in which tests share something that lasts, if any, and whether once for each footing.

    Only the processes that run the tests know their fixtures; the one that deals them reads what is written.
    """
    path = ROOT / file
    for place, scope in ((path.with_name("conftest.py"), "package"), (path, "module")):
        source = place.read_text() if place.exists() else ""
        if f'scope="{scope}"' in source:
            shared = path.parent if scope == "package" else path
            return str(shared.relative_to(ROOT)), "params=FOOTINGS" in source
    return "", False
