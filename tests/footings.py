"""What Dateline may stand on, and which tests run on which of it."""

from __future__ import annotations

import pytest

# SQLite with the bell of one process, or PostgreSQL with Redis. Every test passes on both.
FOOTINGS = ("sqlite", "postgresql")
SECOND = FOOTINGS[1]
MARK = "both_footings"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-footings", action="store_true", help="run every test on PostgreSQL with Redis as well")


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is to run on the second footing only when all is asked for.

    A test says that it is about the database, its locks, the log or Redis with the mark, or by naming its footings in
    a `parametrize` of its own.
    """
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
