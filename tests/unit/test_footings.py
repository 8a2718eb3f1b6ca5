"""Which tests run: on which footing, and with how many examples, unless all is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.breadth import breadth, one_in
from tests.footings import FOOTINGS, MARK, leave_out

ON_BOTH = getattr(pytest.mark, MARK).mark
OF_ITS_OWN = pytest.mark.parametrize("on", FOOTINGS).mark
BREADTH = pytest.mark.breadth.mark
OTHERWISE = pytest.mark.parametrize("page", ["front", "live"]).mark


@pytest.mark.parametrize(
    ("all_asked_for", "marks", "left"),
    [
        (False, [], ["sqlite", ""]),
        (False, [OTHERWISE], ["sqlite", ""]),
        (False, [ON_BOTH], ["sqlite", "postgresql", ""]),
        (False, [OF_ITS_OWN], ["sqlite", "postgresql", ""]),
        (False, [BREADTH], []),
        (False, [BREADTH, ON_BOTH], []),
        (True, [], ["sqlite", "postgresql", ""]),
        (True, [BREADTH], ["sqlite", "postgresql", ""]),
    ],
)
def test_the_second_footing_is_for_what_is_about_it_and_breadth_for_when_all_is_asked_for(
    all_asked_for: bool, marks: list[pytest.Mark], left: list[str]
) -> None:
    gone: list[Any] = []
    hook = SimpleNamespace(pytest_deselected=lambda items: gone.extend(items))
    config: Any = SimpleNamespace(getoption=lambda name: all_asked_for, hook=hook)
    items: list[Any] = [_item(footing, marks) for footing in (*FOOTINGS, "")]
    leave_out(config, items)
    assert [item.footing for item in items] == left
    assert len(gone) == 3 - len(left)


def test_of_many_examples_some_run_every_time() -> None:
    cases = one_in(3, "abcdefg", always="f")
    assert [case for case in cases if isinstance(case, str)] == ["a", "d", "f", "g"]
    others = [case for case in cases if not isinstance(case, str)]
    assert others == breadth("b", "c", "e")
    assert {mark.name for case in others for mark in case.marks} == {"breadth"}


def _item(footing: str, marks: list[pytest.Mark]) -> SimpleNamespace:
    called = SimpleNamespace(params={"database_url": footing, "page": "live"}) if footing else None
    by_name = {mark.name: mark for mark in marks}
    item = SimpleNamespace(footing=footing, get_closest_marker=by_name.get)
    item.iter_markers = lambda name: [mark for mark in marks if mark.name == name]
    return SimpleNamespace(**vars(item), callspec=called) if called else item
