"""The front page follows what happens to the visits, without being loaded anew and without moving anybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.browser.conftest import People
from tests.browser.site import Site, Visit
from tests.browser.test_outdated import come_back_until

PHONE = {"width": 390, "height": 700}


@pytest.fixture
def page(people: People, visit: Visit) -> Page:
    """The front page on a phone; to come back to it spares the tests the ten seconds until it looks by itself."""
    page = people.reader("/", viewport=PHONE)
    page.evaluate("window.isTheSamePage = true")
    expect(entry(page, visit)).to_contain_text("LIVE", ignore_case=True)
    return page


def test_a_status_and_a_banner_come_by_themselves(page: Page, visit: Visit) -> None:
    visit.set_banner("They have met.")
    banner = entry(page, visit).locator(".entry-banner")
    come_back_until(page, banner.is_visible)
    expect(banner).to_contain_text("They have met.")
    visit.site.act(newsroom.visits.set_status, visit.id, SYSTEM, "ended")
    # Nobody comes back: the page looks by itself.
    expect(entry(page, visit).locator(".status")).to_have_text("Ended")
    expect(entry(page, visit).locator(".entry-banner")).to_have_count(0)
    assert page.evaluate("window.isTheSamePage")


def test_who_reads_on_and_who_is_on_a_link_stay_where_they_are(page: Page, visit: Visit, site: Site) -> None:
    older = entry(page, visit)
    before = [site.new_visit() for _ in range(6)]
    come_back_until(page, entry(page, before[-1]).is_visible)
    older.evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 200)")
    link = older.get_by_role("link").first
    link.focus()
    place = top(older)
    latest = site.new_visit()
    come_back_until(page, lambda: entry(page, latest).count() == 1)
    assert abs(top(older) - place) <= 1
    expect(link).to_be_focused()


def test_times_go_on_by_the_readers_own_clock(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, timezone_id="America/New_York")
    page.get_by_label("Times in").select_option("*")
    page.goto("/")
    expect(entry(page, visit).locator(".entry-since .city")).to_have_text("New York")
    visit.set_banner("They have met.")
    city = entry(page, visit).locator(".entry-banner .city")
    come_back_until(page, city.is_visible)
    expect(city).to_have_text("New York")


def entry(page: Page, visit: Visit) -> Locator:
    return page.locator(f".entry[aria-labelledby='visit-{visit.slug}']")


def top(locator: Locator) -> float:
    return float(locator.evaluate("one => one.getBoundingClientRect().top"))
