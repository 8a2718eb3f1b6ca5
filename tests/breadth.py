"""Breadth: more examples of a behaviour that others show already. They run in `make test-all` alone.

What alone proves a behaviour runs every time. Of a list of examples of one behaviour (kinds of pages, looks, sizes,
hostile strings, sequences of actions), those run every time that meet different code or failed before; the rest carry
`breadth`. So do the stories of one feature in a browser, each of which takes seconds: its main way runs every time, and
so does what could cost a word, publish what was not meant, show it to the wrong people or move what somebody reads;
ways that differ from these in one step are breadth. The choice is written down, so that every run is the same: nothing
is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

MARK = "breadth"
BREADTH = pytest.mark.breadth
_runs: list[bool] = [False]  # the last says whether this run is of everything


def set_whole(whole: bool) -> None:
    """Said once, when the tests are collected."""
    _runs[:] = [whole]


def is_whole() -> bool:
    """Whether this run is `make test-all`, for tests that try more examples in it."""
    return _runs[-1]


def breadth(*cases: Any) -> list[Any]:
    """Parameters for `make test-all` alone: `[PHONE, *breadth(TABLET, SCREEN)]`."""
    return [pytest.param(case, marks=BREADTH) for case in cases]


def one_in(number: int, cases: Iterable[Any], *, always: Iterable[Any] = ()) -> list[Any]:
    """The first of every so many runs every time, and so do those that are named; the others are breadth."""
    kept = list(always)
    return [case if place % number == 0 or case in kept else breadth(case)[0] for place, case in enumerate(cases)]
