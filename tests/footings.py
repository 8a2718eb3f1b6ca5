"""The two footings: SQLite with the bell of one process, and PostgreSQL with Redis. Which tests run on which.

`make test` runs every test on SQLite, and on PostgreSQL with Redis only those that can fail there alone: they carry
`both_footings`, or name their footings in a `parametrize` of their own. Mark a test when what it proves depends on SQL
that the two databases understand differently (search, sorting, NUL bytes, time), on locks and the order of commits (the
log, the counter, drafts and edits at the same time, migrations), or on what workers share through Redis (the bell,
limits, sessions). A test of a page, a form, a feed or a script needs no mark: it would run the same templates over the
same rows twice. `make test-all` runs every test on both, so that a wrong guess is found before a release, and with
the examples that `tests/breadth.py` tells of.
"""

from __future__ import annotations

import pytest

from tests.breadth import MARK as BREADTH
from tests.breadth import set_whole

FOOTINGS = ("sqlite", "postgresql")
SECOND = FOOTINGS[1]
MARK = "both_footings"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole",
        action="store_true",
        help="run every test on PostgreSQL with Redis as well, and with all its examples",
    )


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects what runs only with `--whole`: breadth, and the second footing of most tests."""
    set_whole(config.getoption("--whole"))
    if config.getoption("--whole"):
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
    if item.get_closest_marker(BREADTH):
        return False
    if stands_on(item) != SECOND or item.get_closest_marker(MARK):
        return True
    return any(SECOND in mark.args[1] for mark in item.iter_markers("parametrize"))
