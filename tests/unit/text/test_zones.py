"""Clocks of two places, and spans of time, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from blog.text import zones

WINTER, SUMMER = datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "words"),
    [
        ("Asia/Shanghai", WINTER, "UTC+8"),
        ("America/New_York", WINTER, "UTC−5"),
        ("America/New_York", SUMMER, "UTC−4"),
        ("Asia/Kolkata", WINTER, "UTC+5:30"),
        ("America/St_Johns", WINTER, "UTC−3:30"),
        ("Europe/London", WINTER, "UTC"),
    ],
)
def test_the_offset_is_that_of_the_moment(zone: str, moment: datetime, words: str) -> None:
    assert zones.offset(moment, zone) == words


def test_two_clocks_are_compared_at_a_moment() -> None:
    assert zones.beside(WINTER, "Asia/Tokyo", "Asia/Shanghai", "Shanghai") == "1 hour ahead of Shanghai"
    assert zones.beside(WINTER, "Asia/Shanghai", "America/New_York", "New York") == "13 hours ahead of New York"
    assert zones.beside(SUMMER, "America/New_York", "Asia/Shanghai", "Shanghai") == "12 hours behind Shanghai"
    assert zones.beside(WINTER, "Asia/Kolkata", "Asia/Kathmandu", "Kathmandu") == "15 minutes behind Kathmandu"
    assert zones.beside(WINTER, "Europe/Vienna", "Europe/Rome", "Rome") == "the same as Rome"


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(minutes=9), "as planned"),
        (timedelta(minutes=-9), "as planned"),
        (timedelta(minutes=25), "25 minutes later than planned"),
        (timedelta(hours=-1, minutes=-1), "1 hour 1 minute earlier than planned"),
        (timedelta(days=1, hours=2, minutes=5), "1 day 2 hours later than planned"),
        (timedelta(days=3), "3 days later than planned"),
    ],
)
def test_a_difference_is_said_in_words_when_it_matters(late: timedelta, words: str) -> None:
    assert zones.than_planned(WINTER, WINTER + late) == words


def test_nothing_is_said_of_a_moment_that_is_not_known() -> None:
    assert zones.than_planned(None, WINTER) == zones.than_planned(WINTER, None) == ""
