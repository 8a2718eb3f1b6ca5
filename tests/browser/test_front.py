"""The front page follows what happens to the visits, without being loaded anew and without moving anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.demo import pictures
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.site import Site, Visit
from tests.browser.test_outdated import LOADED_AT, answered, come_back_until, wait_until_served, watch_itself
from tests.browser.watch import Watch

PHONE = {"width": 390, "height": 700}
HIDE = "Object.defineProperty(document, 'hidden', { get: () => true })"
# What was asked before has been answered, and has been looked at.
SETTLED = "fetch('/healthz').then((answer) => answer.text())"


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
    said = page.locator("#renewal")
    expect(said).to_have_text("Breaking: They have met.")
    visit.publish("Update 4 of the talks.")
    newest = entry(page, visit).locator(".entry-newest")
    come_back_until(page, lambda: "Update 4" in (newest.text_content() or ""))
    expect(said).to_have_text("Breaking: They have met.")  # a change that is no banner is not announced
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


def test_breaking_news_is_there_within_ten_seconds_and_a_site_that_is_away_is_asked_less_often(
    people: People, visit: Visit, watch: Watch
) -> None:
    page = people.context().new_page()
    page.clock.install(time=LOADED_AT)
    page.clock.pause_at(LOADED_AT + timedelta(hours=1))
    page.goto("/")
    page.clock.run_for(1)  # for htmx, which begins a moment after the page is there
    expect(page.locator("#content")).to_have_attribute("data-htmx-powered", "true")
    visit.set_banner("They shake hands.")
    wait_until_served(page, "They shake hands.")
    asked = watch_itself(page)
    page.clock.run_for(9_000)
    expect(entry(page, visit).locator(".entry-banner")).to_have_count(0)
    assert not asked
    with answered(page):
        page.clock.run_for(1_000)
    expect(entry(page, visit).locator(".entry-banner")).to_contain_text("They shake hands.")

    watch.expect("Failed to load resource", "ERR_FAILED", "Failed to fetch")
    page.route(page.url, lambda route: route.abort())
    for wait in (10_000, 20_000, 40_000):
        asked.clear()
        page.clock.run_for(wait - 1_000)
        assert not asked
        with page.expect_event("requestfailed"):
            page.clock.run_for(1_000)
        page.evaluate(SETTLED)
    page.unroute(page.url)
    page.clock.run_for(79_000)
    with answered(page):
        page.clock.run_for(1_000)
    page.evaluate(SETTLED)
    with answered(page):
        page.clock.run_for(10_000)


@BREADTH
def test_who_does_not_look_asks_for_nothing_and_a_picture_is_not_loaded_again(
    people: People, visit: Visit, site: Site
) -> None:
    fields = {"alt": "A long table", "credit": "Drawn for the test"}
    table = site.act(newsroom.media.add_file, visit.id, site.editor_id, pictures.draw("table"), "table.webp", fields)
    visit.publish("They have sat down.", media=[table.public_id])
    visit.set_banner("They sit.", level="breaking")
    page = people.reader("/")
    image = page.locator(".entry-lead .entry-picture img")
    expect(image).to_have_js_property("complete", True)
    image.evaluate("one => (window.before = one)")
    visit.publish("They have sat down.", media=[table.public_id])
    visit.publish("They go on.")
    come_back_until(page, page.get_by_role("link", name="They go on.").is_visible)
    assert image.evaluate("one => one === window.before && one.complete")
    asked = watch_itself(page)
    page.evaluate(HIDE)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate(SETTLED)
    assert not asked


@BREADTH
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
