"""Every time shows its city, by the clock that the reader goes by: in the HTML, and in all that comes later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.languages import LANGUAGES
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.settings import ROOT
from blog.text.clock import at, clock, date, day, full_day, iso
from blog.translation import speaking
from tests.breadth import BREADTH, breadth
from tests.browser.conftest import People
from tests.browser.site import DEMO, Site, Visit

IN_NEW_YORK: dict[str, Any] = {"timezone_id": "America/New_York"}
ZONES = ("Europe/Vienna", "America/New_York", "Asia/Shanghai", "Asia/Kathmandu", "Pacific/Auckland", "UTC")
# In Vienna one before midnight, then the last minute of winter time and the first of summer time; a night in New York.
NIGHT = [
    datetime(2026, 3, 28, 22, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 4, 30, tzinfo=UTC),
]
BY_VIENNA = [
    "Sunday 29 March 2026", "06.30 Vienna 29 March", "03.00 Vienna 29 March", "01.59 Vienna 29 March",
    "Saturday 28 March 2026", "23.30 Vienna 28 March",
]  # fmt: skip
BY_NEW_YORK = [
    "Sunday 29 March 2026", "00.30 New York 29 March",
    "Saturday 28 March 2026", "21.00 New York 28 March", "20.59 New York 28 March", "18.30 New York 28 March",
]  # fmt: skip
SHIFTS = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().map(entry => entry.value)))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(done, 500, []);
})"""


@pytest.fixture
def night(site: Site) -> Visit:
    """A visit to Vienna with four updates in a night in which the clocks were changed."""
    visit = site.new_visit()
    for moment in NIGHT:
        publish(visit, moment)
    return visit


def test_the_reader_goes_by_their_own_clock_over_midnight_and_a_change_of_the_clocks(
    people: People, night: Visit
) -> None:
    page = people.live_reader(night.path, **IN_NEW_YORK)
    assert stream(page) == BY_VIENNA
    page.get_by_label("Times in").select_option("your time zone")
    assert stream(page) == BY_NEW_YORK

    new = publish(night, datetime(2026, 3, 29, 5, 0, tzinfo=UTC))
    expect(page.locator(f"#u-{new}")).to_be_visible()
    later = [BY_NEW_YORK[0], "01.00 New York 29 March", *BY_NEW_YORK[1:]]
    assert stream(page) == later

    page.reload()
    expect(page.get_by_label("Times in")).to_have_value("*")
    expect(page.locator(f"#u-{new}")).to_be_visible()
    assert stream(page) == later

    night.edit(new, "In other words.")
    expect(page.locator(f"#u-{new}")).to_contain_text("In other words.")
    with as_of(datetime(2026, 3, 29, 5, 30, tzinfo=UTC)):
        night.withdraw(new, "It was not so.")
    expect(page.locator(f"#u-{new}")).to_contain_text("Withdrawn 01.30 New York, 29 March: It was not so.")
    assert stream(page) == [BY_NEW_YORK[0], *BY_NEW_YORK[1:]]

    page.get_by_label("Times in").select_option("each city")
    assert stream(page) == BY_VIENNA


@BREADTH
def test_a_day_that_need_not_be_said_in_one_city_is_said_by_the_clock_of_another(people: People, night: Visit) -> None:
    page = people.live_reader(night.path, **IN_NEW_YORK)
    public_id = publish(night, datetime(2026, 3, 30, 2, 0, tzinfo=UTC))
    with as_of(datetime(2026, 3, 30, 8, 0, tzinfo=UTC)):
        night.edit(public_id, "Put right.", reason="correction", note="It was wrong.")
    note = page.locator(f"#u-{public_id} .update-note .when")
    expect(note).to_have_text("10.00 Vienna", use_inner_text=True)
    page.get_by_label("Times in").select_option("your time zone")
    expect(note).to_have_text("04.00 New York, 30 March", use_inner_text=True)


@BREADTH
def test_the_clock_of_a_capital_can_be_chosen_as_soon_as_it_is_known(people: People, night: Visit, site: Site) -> None:
    page = people.live_reader(night.path)
    expect(page.get_by_label("Times in")).not_to_contain_text("Kathmandu")
    add = newsroom.people.add_delegation
    site.act(add, night.id, SYSTEM, "South", capital="Kathmandu", zone="Asia/Kathmandu")
    expect(page.get_by_label("Times in")).to_contain_text("Kathmandu")
    page.get_by_label("Times in").select_option("Kathmandu")
    assert stream(page)[:2] == ["Sunday 29 March 2026", "10.15 Kathmandu 29 March"]
    site.act(add, night.id, SYSTEM, "West", capital="Lima", zone="America/Lima")
    expect(page.get_by_label("Times in")).to_contain_text("Lima")
    expect(page.get_by_label("Times in")).to_have_value("Kathmandu")


def test_every_moment_is_written_in_the_browser_as_the_server_writes_it(people: People, demo: Site) -> None:
    page = people.reader(f"/live/{DEMO}", **IN_NEW_YORK)
    # Bundles hold the module; by itself it has no address.
    scripts = ROOT / "static" / "js"
    page.route("**/moments.js*", lambda route: route.fulfill(path=scripts / "moments.js"))
    page.route("**/dates.js*", lambda route: route.fulfill(path=scripts / "dates.js"))
    begin = [datetime(2026, month, first_day, tzinfo=UTC) for month, first_day in ((3, 28), (10, 24), (12, 31))]
    moments = [first + timedelta(minutes=30 * number) for first in begin for number in range(100)]
    by_server = [at(moment, zone) for moment in moments for zone in ZONES]
    for tag in LANGUAGES:
        written = page.evaluate(
            """async ([tag, zones, moments]) => {
              document.documentElement.lang = tag;
              if (tag !== 'en') await import(`/static/dates.js?${tag}`);
              const { words } = await import(`/static/moments.js?${tag}`);
              const formats = ['clock', 'day', 'date', 'full day'];
              const all = moment => zone => formats.map(format => words(moment, zone, format));
              return moments.flatMap(moment => zones.map(all(moment)));
            }""",
            [tag, ZONES, [iso(moment) for moment in moments]],
        )
        with speaking(tag):
            assert written == [[clock(local), day(local), date(local), full_day(local)] for local in by_server]


def test_a_page_whose_reader_chose_nothing_shows_what_a_page_without_scripts_shows(people: People, demo: Site) -> None:
    with_scripts = people.live_reader(f"/live/{DEMO}", **IN_NEW_YORK)
    without = people.reader(f"/live/{DEMO}", java_script_enabled=False)
    assert stream(with_scripts) == stream(without)
    assert len({line for line in stream(without) if line.endswith("2010")}) > 1, "the demonstration has several days"
    expect(without.locator("#times-in")).to_be_hidden()


def test_how_long_ago_an_update_was_is_kept_fresh_and_gives_way_to_its_day(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    date = page.locator(f"#u-{visit.ids[-1]} .update-date")
    today = date.inner_text()
    expect(date).to_have_attribute("data-ago", "just now")
    for minutes, words in ((12, "12 min ago"), (150, "2 h ago"), (330, "5 h ago")):
        come_back_after(page, timedelta(minutes=minutes, seconds=30))
        expect(date).to_have_attribute("data-ago", words)
        assert date.inner_text() == today, "whoever listens hears the day, all the time"
    visit.edit(visit.ids[-1], "In other words.")
    expect(page.locator("#updates")).to_contain_text("In other words.")
    expect(date).to_have_attribute("data-ago", "5 h ago")
    come_back_after(page, timedelta(hours=7))
    assert date.get_attribute("data-ago") is None
    assert date.inner_text() == today


def come_back_after(page: Page, while_away: timedelta) -> None:
    """Looks at the page again when so much time has passed by its clock."""
    page.clock.set_fixed_time(datetime.now(UTC) + while_away)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("width", [360, *breadth(1440)])
def test_nothing_moves_when_a_reader_comes_back_who_had_chosen_a_clock(people: People, demo: Site, width: int) -> None:
    page = people.live_reader(f"/live/{DEMO}", viewport={"width": width, "height": 800}, fonts=False, **IN_NEW_YORK)
    page.evaluate("localStorage.setItem('dateline:clock', 'Washington')")
    page.goto(f"/live/{DEMO}", wait_until="networkidle")
    expect(page.locator("#banner .city")).to_have_text("Washington")
    assert sum(page.evaluate(SHIFTS)) == 0


def publish(visit: Visit, moment: datetime) -> str:
    with as_of(moment):
        return visit.publish(f"It is {iso(moment)}.")


def stream(page: Page) -> list[str]:
    """The days and times of the stream as they are seen, from the top; what was withdrawn has none."""
    shown = page.locator("#updates .update-day:visible, #updates .update-when:visible").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('time, .city')].map(part => part.textContent.trim()).join(' '))"
    )
    return [str(line) for line in shown]
