"""Guidance for a day, as press offices send it, read into rows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from blog.text.guidance import read

DAY = date(2010, 3, 3)


@pytest.mark.parametrize(
    ("line", "begins", "ends", "title", "place", "access"),
    [
        ("10:00 a.m. Meeting at Diaoyutai (camera spray at the top)", "10:00", None, "Meeting", "Diaoyutai", "spray"),
        ("12:30–2:00 p.m. Working lunch – CLOSED PRESS", "12:30", "14:00", "Working lunch", "", "closed"),
        ("1530 hrs Courtesy call (pooled)", "15:30", None, "Courtesy call", "", "pooled"),
        ("• 9.00 CET Departure statement, open press", "09:00", None, "Departure statement", "", "open"),
        ("noon Bilateral talks", "12:00", None, "Bilateral talks", "", "unannounced"),
        ("12 a.m. Arrival", "00:00", None, "Arrival", "", "unannounced"),
    ],
)
def test_a_line_with_a_time_begins_an_event(
    line: str, begins: str, ends: str | None, title: str, place: str, access: str
) -> None:
    (row,) = read(line, DAY)
    assert row.begins == datetime.fromisoformat(f"2010-03-03T{begins}")
    assert row.ends == (datetime.fromisoformat(f"2010-03-03T{ends}") if ends else None)
    assert (row.title, row.place, row.access, row.text) == (title, place, access, line)


def test_days_call_times_and_places_are_read_and_no_line_is_lost() -> None:
    text = """Subject to change
March 4
10:00 a.m. Talks
Pool call time 9:15 a.m., East gate
Location: Foreign Ministry
Interpreters provided
11:30 p.m. - 12:30 a.m. Flight
3月5日
8:00 Landing
To be announced: dinner"""
    talks, flight, landing = read(text, DAY)
    assert (talks.call, talks.gathering, talks.place) == (datetime(2010, 3, 4, 9, 15), "East gate", "Foreign Ministry")
    assert (flight.begins, flight.ends) == (datetime(2010, 3, 4, 23, 30), datetime(2010, 3, 5, 0, 30))
    assert landing.begins == datetime(2010, 3, 5, 8)
    assert "\n".join(row.text for row in (talks, flight, landing)) == text


@pytest.mark.parametrize("text", ["Nothing today.", "25:99 Impossible", "31 February\n10.00 Talks", "1" * 5_000])
def test_what_cannot_be_read_is_kept_as_text(text: str) -> None:
    assert "\n".join(row.text for row in read(text, DAY)) == text


@pytest.mark.parametrize("text", ["9999-12-31\n23:00-01:00 Dinner", "0001-01-01\n10:00 Talks"])
def test_a_day_that_no_calendar_can_have_is_text(text: str) -> None:
    (row,) = read(text, DAY)
    assert row.begins is not None
    assert row.begins.date() == DAY


def test_long_gaps_are_as_short_ones() -> None:
    (row,) = read("10:00 a" + " " * 19_000 + "b)", DAY)
    assert row.title == "a b)"
