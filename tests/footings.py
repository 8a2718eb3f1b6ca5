"""The two footings: SQLite with the bell of one process, and PostgreSQL with Redis. Which tests run on which.

`make test` runs every test on SQLite, and on PostgreSQL with Redis only those that can fail there alone: they carry
`both_footings`, or name their footings in a `parametrize` of their own. Mark a test when what it proves depends on SQL
that the two databases understand differently (search, sorting, NUL bytes, time), on locks and the order of commits (the
log, the counter, drafts and edits at the same time, migrations), or on what workers share through Redis (the bell,
limits, sessions). A test of a page, a form, a feed or a script needs no mark: it would run the same templates over the
same rows twice. `make test-all` runs every test on both, so that a wrong guess is found before a release.
"""

from __future__ import annotations

import pytest

FOOTINGS = ("sqlite", "postgresql")
SECOND = FOOTINGS[1]
MARK = "both_footings"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-footings", action="store_true", help="run every test on PostgreSQL with Redis as well")


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests that run on the second footing only with `--all-footings`."""
    if config.getoption("--all-footings"):
        return
    left_out = [item for item in items if not _runs(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _runs(item)]


def stands_on(item: pytest.Item) -> str:
    """The footing of a test; empty when it has nothing to do with either."""
    called = getattr(item, "callspec", None)
    given = called.params.values() if called else ()
    return next((footing for footing in FOOTINGS if footing in given), "")


def _runs(item: pytest.Item) -> bool:
    if stands_on(item) != SECOND or item.get_closest_marker(MARK):
        return True
    return any(SECOND in mark.args[1] for mark in item.iter_markers("parametrize"))
