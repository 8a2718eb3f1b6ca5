"""The tests in several processes at once: who gets which, and that a failure is heard of when it happens."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest

# What lives longer than one test: a server, a browser, a database of 100,000 updates.
LASTING = ("package", "module")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the marks
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Whoever shares something that lasts goes to the same process, so that it is made once; pytest-xdist begins with
    those who are many, and deals all others one by one."""
    for item in items:
        if isinstance(item, pytest.Function) and (shared := _shared(item)):
            item.add_marker(pytest.mark.xdist_group(shared))


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


def _shared(item: pytest.Function) -> str:
    """A name for what lasts that a test asks for, each footing apart; nothing for a test that stands by itself."""
    known = [definitions[-1] for definitions in item._fixtureinfo.name2fixturedefs.values()]
    lasting = sorted((LASTING.index(each.scope), each.baseid) for each in known if each.scope in LASTING)
    if not lasting:
        return ""
    chosen = getattr(getattr(item, "callspec", None), "params", {})
    names = {each.argname for each in known if each.scope in LASTING}
    return "-".join([Path(lasting[0][1]).stem, *(str(chosen[name]) for name in sorted(names) if name in chosen)])
