"""The page of a visit's numbers: what was counted on a day, by the clock of the place, for the visit's team alone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from blog import newsroom
from blog.models import ReaderPage
from blog.models.readership import LONGER_MS, minute_of
from blog.newsroom import readership
from blog.newsroom.transaction import as_of, current_time
from blog.permissions import SYSTEM
from blog.web.desk import numbers as page_of_numbers
from blog.wire.readership import LIVE_PAGE, UPDATE_PAGE, Place
from tests.desk import Desk
from tests.integration.test_roles import outsider
from tests.markup import Element, one, parse, words
from tests.opened_form import HTMX
from tests.sample_visit import SampleVisit

NUMBERS = "/desk/visits/talks/numbers"
DAY = datetime(2026, 3, 4, tzinfo=ZoneInfo("Europe/Vienna"))
PAPER, UNNAMED = Place(ReaderPage.FRAME, "paper.example"), Place(ReaderPage.FRAME)


def add(talks: SampleVisit, at: datetime, delays: dict[int, int] | None = None, **places: int) -> None:
    """What a process counted in a minute. In frames: `paper` and `unnamed`."""
    named = {"live": LIVE_PAGE, "update": UPDATE_PAGE, "paper": PAPER, "unnamed": UNNAMED}
    readers = Counter({named[name]: count for name, count in places.items()})
    waits = {(talks.visit_id, bound): count for bound, count in (delays or {}).items()}
    readership.add(minute_of(at), {talks.visit_id: readers}, waits, lambda _: True)


def table(page: Element, part: str) -> list[list[str]]:
    """The rows of a table, with their heading."""
    rows = one(page, f"section[aria-labelledby={part}-title] table").cssselect("tr")
    return [[words(cell) for cell in row] for row in rows]


def figures(page: Element) -> dict[str, str]:
    return {words(one(each, "dt")): words(one(each, "dd")) for each in page.cssselect(".figure")}


def empty(page: Element) -> list[str]:
    return [words(each) for each in page.cssselect(".numbers-columns .empty")]


@pytest.fixture
def kept_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """DAY is shown for ever."""
    monkeypatch.setattr(page_of_numbers, "KEPT", timedelta(days=100_000))


@pytest.mark.both_footings
@pytest.mark.usefixtures("kept_long")
def test_a_day_is_shown_as_figures_charts_and_tables(desk: Desk, talks: SampleVisit) -> None:
    morning = DAY + timedelta(hours=9)
    for minute in range(60):
        add(talks, morning + timedelta(minutes=minute), live=120, update=3, paper=6)
    add(talks, morning + timedelta(minutes=61), {10: 6, 250: 3, LONGER_MS: 1}, live=1_500, paper=1, unnamed=90)
    add(talks, DAY - timedelta(minutes=1), {10: 9}, live=9_000)
    add(talks, DAY + timedelta(days=1), {10: 9}, live=9_000)
    for hour in (0, 9, 9):
        with as_of((DAY + timedelta(hours=hour, minutes=59)).astimezone(UTC)):
            talks.publish(f"Published at {hour}.")
    page = parse(desk.get(f"{NUMBERS}?day={DAY.date()}"))

    assert figures(page) | {
        "Most at once": "1,591 at 10.01",
        "On average": "6.5",
        "Updates": "3",
        "Median delay": "≤ 10 ms",
    } == figures(page)
    assert table(page, "readers")[9:13] == [
        ["08.00", "0", "0", "0", "0"],
        ["09.00", "120", "3", "6", "129"],
        ["10.00", "25", "0", "1.5", "27"],
        ["11.00", "0", "0", "0", "0"],
    ]
    assert table(page, "sites") == [
        ["Site", "On average", "Most at once"],
        ["paper.example", "0.3", "6"],
        ["No site named", "0.1", "–"],
    ]
    assert table(page, "updates") == [["Hour", "Updates"], ["00.00", "1"], ["09.00", "2"]]
    assert ["≤ 10 ms", "6"] in table(page, "delays")
    assert table(page, "delays")[-1] == ["> 10 s", "1"]
    charts = [each.get("aria-label") for each in page.cssselect("[role=img]")]
    assert charts == [
        "Readers by time of day: at most 1,591, at 10.01; 6.5 on average.",
        "Average readers in frames, by site.",
        "Updates by hour: 3 on this day, at most 2 in an hour.",
        "Delay of changes: median ≤ 10 ms, 95th percentile > 10 s.",
    ]
    assert len(page.cssselect(".chart-live, .chart-update, .chart-frame")) == 3
    assert {words(each) for each in page.cssselect(".chart-axis")} == {"00.00 06.00 12.00 18.00 00.00"}
    assert words(one(page, ".log-day")).endswith("Vienna time")
    assert not page.cssselect("[style], style")


def test_a_day_without_numbers_says_so_kindly_and_a_day_that_is_none_is_today(desk: Desk, talks: SampleVisit) -> None:
    today, long_ago = (f"{NUMBERS}?day={day}" for day in ("nonsense", "2009-03-04"))
    assert (
        empty(parse(desk.get(NUMBERS)))
        == empty(parse(desk.get(today)))
        == [
            "Nobody has been counted today yet. Whoever opens the live page appears here within a few minutes.",
            "Nobody was counted in a frame on another site.",
            "Nothing was published on this day.",
            "No change was sent to a connected reader on this day.",
        ]
    )
    yesterday = current_time() - timedelta(days=1)
    assert empty(parse(desk.get(f"{NUMBERS}?day={yesterday.date()}")))[0] == "Nobody was counted on this day."
    assert empty(parse(desk.get(long_ago)))[0] == "Numbers of readers are kept for 90 days."
    assert not parse(desk.get(NUMBERS)).cssselect(".numbers-way"), "there is no other day"
    oldest = current_time().astimezone(DAY.tzinfo) - readership.KEPT  # a part of it is deleted already
    add(talks, oldest, live=5, paper=5)
    page = parse(desk.get(f"{NUMBERS}?day={oldest.date()}"))
    assert empty(page)[:2] == ["Numbers of readers are kept for 90 days."] * 2
    assert figures(page)["On average"] == "–"
    add(talks, yesterday, live=1)
    assert [words(each) for each in parse(desk.get(NUMBERS)).cssselect(".numbers-way")] == ["The day before"]


def test_an_open_page_learns_who_reads_now_by_page_and_site(desk: Desk, talks: SampleVisit) -> None:
    for minutes in range(3):  # whichever of them is the last that every process has written
        add(talks, current_time() - timedelta(minutes=minutes), live=40, update=2, paper=7, unnamed=1)
    answer = desk.client.get(NUMBERS, headers=HTMX)
    assert figures(parse(answer)) == {
        "Reading now": "0",
        "Live page": "40",
        "Pages of single updates": "2",
        "Frames on other sites": "8",
    }
    assert "paper.example 7" in words(parse(answer))
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("kept_long")
def test_the_team_of_a_held_visit_keeps_its_numbers_and_nobody_else_learns_of_it(
    app: Flask, talks: SampleVisit
) -> None:
    add(talks, DAY, live=3)
    stranger, rita = outsider(app, "editor"), Desk.of(app).sign_in(talks.reporter_email)
    assert (stranger.get(NUMBERS).status_code, rita.get(NUMBERS).status_code) == (403, 200)
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "held")
    assert (stranger.get(NUMBERS).status_code, rita.get(NUMBERS).status_code) == (404, 200)
    assert figures(parse(rita.get(f"{NUMBERS}?day={DAY.date()}")))["Most at once"] == "3 at 00.00"
    assert Desk.of(app).get(NUMBERS).status_code == 302
