"""Charts: round scales, shapes that fit into them, and days that are shorter or longer than others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blog.models import ReaderPage
from blog.models.readership import moment_of
from blog.queries.readership import Numbers, Span
from blog.web.desk import charts
from blog.web.desk.day_numbers import DayNumbers, mean

LIVE = ReaderPage.LIVE


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (2, 2), (2.1, 4), (10, 10), (11, 20), (99, 100), (120, 200), (10_001, 20_000)]
)
def test_a_scale_ends_at_a_round_number_that_can_be_halved(most: float, top: int) -> None:
    assert charts.top_for(most) == top


def test_layers_lie_one_on_top_of_the_other_and_empty_ones_are_left_out() -> None:
    chart = charts.stacked([("low", [1, 0]), ("none", [0, 0]), ("high", [1, 2])])
    assert chart.top == 2
    assert [(area.name, area.path) for area in chart.areas] == [
        ("low", "M0 100V50H1V100H2V100H1V100H0Z"),
        ("high", "M0 100V0H1V0H2V100H1V50H0Z"),
    ]


def test_bars_are_as_high_or_as_long_as_their_numbers_and_what_is_there_is_seen() -> None:
    assert charts.upright([0, 1, 4]).bars == [(1, 75, 25), (2, 0, 100)]
    assert charts.widths([0, 1, 1000, 100_000]) == [0, 0.5, 1, 100]
    assert charts.widths([]) == []


@pytest.mark.parametrize(
    ("total", "minutes", "shown"), [(0, 60, 0), (60, 60, 1), (90, 60, 1.5), (1, 1440, 0.1), (630, 60, 10), (5, 0, 0)]
)
def test_a_mean_is_rounded_but_never_to_nothing(total: int, minutes: int, shown: float) -> None:
    assert mean(total, minutes) == shown


@pytest.mark.parametrize(("day", "hours"), [(28, 23), (27, 24)])
def test_a_day_on_which_clocks_change_has_its_own_hours(day: int, hours: int) -> None:
    vienna = ZoneInfo("Europe/Vienna")
    begins, ends = (datetime(2027, 3, each, tzinfo=vienna).astimezone(UTC) for each in (day, day + 1))
    span = Span.of(begins, ends, now=ends)
    assert (span.minutes, span.elapsed) == (hours * 60, hours * 60)
    shown = DayNumbers(Numbers(span, [Counter({LIVE: 20})] * (hours * 6), None, [], [0] * hours))
    assert [hour.mean for hour in shown.hours] == [2] * hours
    assert shown.quarters[0] == begins
    assert shown.quarters[-1] == ends


def test_what_has_not_begun_counts_for_no_mean() -> None:
    span = Span(first=0, minutes=1440, elapsed=65)
    steps = (
        [Counter({LIVE: 20}) for _ in range(6)] + [Counter({LIVE: 20})] + [Counter[ReaderPage]() for _ in range(137)]
    )
    shown = DayNumbers(Numbers(span, steps, None, [], [0] * 24))
    assert [(hour.at, hour.mean) for hour in shown.hours[:3]] == [
        (moment_of(0), 2),
        (moment_of(60), 4),
        (moment_of(120), None),
    ]
    assert shown.mean == 2.2
