"""Moments by the clocks of a place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from blog.languages import LANGUAGES
from blog.text.clock import NoSuchTime, at, clock, date, day, days, full_day, is_doubled, iso, parse
from blog.text.names import listed
from blog.text.numbers import grouped, size
from blog.translation import speaking


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("moment", "zone", "shown"),
    [
        (utc(2010, 3, 4, 8, 20), "Asia/Shanghai", "16.20"),
        (utc(2010, 3, 4, 16, 0), "Asia/Shanghai", "00.00"),
        (utc(2010, 3, 4, 15, 59), "Asia/Shanghai", "23.59"),
        (utc(2010, 3, 4, 0, 5), "Asia/Kathmandu", "05.50"),
        (utc(2026, 3, 29, 0, 59), "Europe/Vienna", "01.59"),
        (utc(2026, 3, 29, 1, 0), "Europe/Vienna", "03.00"),
        (utc(2026, 10, 25, 0, 30), "Europe/Vienna", "02.30"),
        (utc(2026, 3, 8, 6, 59), "America/New_York", "01.59"),
        (utc(2026, 3, 8, 7, 0), "America/New_York", "03.00"),
        (utc(2011, 12, 30, 9, 59), "Pacific/Apia", "23.59"),
        (utc(2026, 10, 25, 1, 30), "Europe/Vienna", "02.30"),
        (utc(2026, 7, 1, 12, 0), "UTC", "12.00"),
    ],
)
def test_the_clock_shows_local_time_also_around_a_change_of_the_clocks(moment: datetime, zone: str, shown: str) -> None:
    assert clock(at(moment, zone)) == shown


def test_the_day_is_that_of_the_place() -> None:
    late = utc(2010, 3, 4, 23, 30)
    assert day(at(late, "Europe/London")) == "4 March"
    assert day(at(late, "Asia/Tokyo")) == "5 March"
    assert full_day(at(late, "America/New_York")) == "Thursday 4 March 2010"
    assert full_day(at(utc(2009, 12, 31, 23, 0), "Asia/Tokyo")) == "Friday 1 January 2010"


def test_the_day_that_samoa_left_out_is_left_out() -> None:
    last, first = utc(2011, 12, 30, 9, 59), utc(2011, 12, 30, 10, 0)
    assert [full_day(at(moment, "Pacific/Apia")) for moment in (last, first)] == [
        "Thursday 29 December 2011",
        "Saturday 31 December 2011",
    ]


def test_iso_is_the_same_moment_in_utc_whatever_the_zone() -> None:
    moment = utc(2010, 3, 4, 23, 30, 7)
    assert iso(moment) == iso(at(moment, "Asia/Tokyo")) == "2010-03-04T23:30:07Z"


def test_both_half_past_twos_of_an_autumn_night_keep_their_own_moment() -> None:
    first, second = (at(utc(2026, 10, 25, hour, 30), "Europe/Vienna") for hour in (0, 1))
    assert clock(first) == clock(second)
    assert iso(first) < iso(second)


@pytest.mark.parametrize(
    ("typed", "zone", "sentence"),
    [
        (
            "2026-03-29T02:30",
            "Europe/Vienna",
            "There is no 02.30 on 29 March: clocks go forward from 02.00 to 03.00. "
            "Use 03.00 on 29 March, or 01.59 on 29 March.",
        ),
        ("2026-03-08T02:00", "America/New_York", "Use 03.00 on 8 March, or 01.59 on 8 March."),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "from 02.00 to 02.30"),
        ("2018-11-04T00:30", "America/Sao_Paulo", "Use 01.00 on 4 November, or 23.59 on 3 November."),
        ("2011-12-30T12:00", "Pacific/Apia", "Use 00.00 on 31 December, or 23.59 on 29 December."),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused_and_the_nearest_offered(
    typed: str, zone: str, sentence: str
) -> None:
    with pytest.raises(NoSuchTime) as caught:
        parse(typed, zone)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("typed", ["2026-03-29T01:59", "2026-03-29T03:00", "2026-03-29T02:30+01:00"])
def test_a_time_beside_what_the_clocks_leave_out_is_taken(typed: str) -> None:
    assert parse(typed, "Europe/Vienna").minute == int(typed[14:16])


def test_of_an_hour_that_comes_twice_the_first_is_meant_and_one_can_ask() -> None:
    assert parse("2026-10-25T02:30", "Europe/Vienna") == utc(2026, 10, 25, 0, 30)
    shown = {hour: is_doubled(at(utc(2026, 10, 25, hour, 30), "Europe/Vienna")) for hour in (0, 1, 2, 23)}
    assert shown == {0: True, 1: True, 2: False, 23: False}
    assert not is_doubled(at(utc(2026, 3, 29, 1, 0), "Europe/Vienna"))


@pytest.mark.parametrize(
    ("tag", "time", "one", "dated", "full", "span"),
    [
        ("en", "16.05", "4 March", "4 March 2010", "Thursday 4 March 2010", "4–7 March 2010"),
        ("de", "16:05", "4. März", "4. März 2010", "Donnerstag, 4. März 2010", "4.–7. März 2010"),
        ("fr", "16h05", "4 mars", "4 mars 2010", "jeudi 4 mars 2010", "4–7 mars 2010"),
        ("es", "16:05", "4 de marzo", "4 de marzo de 2010", "jueves, 4 de marzo de 2010", "4–7 de marzo de 2010"),
        ("ja", "16:05", "3月4日", "2010年3月4日", "2010年3月4日木曜日", "2010年3月4日～7日"),
        ("ar", "16:05", "4 مارس", "4 مارس 2010", "الخميس، 4 مارس 2010", "4–7 مارس 2010"),
    ],
)
def test_each_language_writes_its_own_dates(tag: str, time: str, one: str, dated: str, full: str, span: str) -> None:
    local = datetime(2010, 3, 4, 16, 5)
    with speaking(tag):
        assert (clock(local), day(local), date(local), full_day(local)) == (time, one, dated, full)
        assert "".join(days(local, local.replace(day=7))) == span


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_range_of_days_names_both_months_and_years_where_they_differ(tag: str) -> None:
    first = datetime(2010, 12, 4, tzinfo=UTC)
    with speaking(tag):
        months = "".join(days(first.replace(month=11), first))
        years = "".join(days(first, first.replace(year=2011, month=1)))
        short = "".join(days(first, first.replace(year=2011, month=1), with_year=False))
    assert months.count("2010") == years.count("2010") == years.count("2011") == 1
    assert "2010" not in short
    assert "2011" not in short


def test_each_language_writes_its_own_numbers_and_lists() -> None:
    names = ["Ada", "Bea", "Cleo"]
    assert (grouped(12345), size(512), size(1_234_567)) == ("12,345", "512 Bytes", "1.2 MB")
    assert [listed(names[:count]) for count in range(4)] == ["", "Ada", "Ada and Bea", "Ada, Bea and Cleo"]
    with speaking("de"):
        assert (grouped(12345), size(512), size(1_234_567)) == ("12.345", "512 Byte", "1,2 MB")
        assert listed(names) == "Ada, Bea und Cleo"
    with speaking("zh"):
        assert listed(names) == "Ada、Bea和Cleo"
