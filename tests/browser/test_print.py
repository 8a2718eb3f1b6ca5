"""A printed page is a sheet that one can file: all that was said, where it can be looked up, and nothing to press."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect

from blog.newsroom.transaction import as_of
from tests.browser.conftest import People
from tests.browser.site import DEMO, Site, Visit
from tests.browser.test_reading_place import hide

CONTROLS = (
    "button, input, select, textarea, summary:not(.stand-summary), nav:not(#itinerary), #arrivals, .skip, .colophon"
)
IN_BERLIN: dict[str, Any] = {"timezone_id": "Europe/Berlin", "color_scheme": "dark"}
SAID_AFTER = "element => getComputedStyle(element, '::after').content"


def test_the_sheet_has_the_record_and_no_controls(people: People, demo: Site) -> None:
    page = people.live_reader(f"/live/{DEMO}", **IN_BERLIN)
    page.locator("#scheme").click(click_count=2)
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.emulate_media(media="print")
    expect(page.locator(CONTROLS).filter(visible=True)).to_have_count(0)
    for part in ("#banner", "#visit-title", "#itinerary", "#pinned", "#key-events", "#sides"):
        expect(page.locator(part)).to_be_visible()
    for line in (".update-note-correction", ".update-gone", ".update-day", ".key-event"):
        expect(page.locator(f".visit-columns {line}").filter(visible=True).first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    link = page.locator("#updates .update-link").first
    assert link.evaluate(SAID_AFTER) == f'"{link.get_attribute("href")}"'
    expect(page.locator(".masthead")).to_contain_text(f"{demo.url}/live/{DEMO}")
    cursor = page.locator("#wire").get_attribute("data-cursor")
    assert cursor in page.locator("#wire").evaluate(SAID_AFTER).replace('" "', "")
    breaks = page.locator(".update").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(breaks) == {"avoid"}


def test_the_sheet_says_when_it_was_printed_and_has_what_was_still_held_back(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, **IN_BERLIN)
    hide(page)
    with as_of(datetime(2030, 1, 1, tzinfo=UTC)):
        new = page.locator(f"#u-{visit.publish('Nobody has seen this yet.')}")
    expect(new).to_be_attached()
    expect(new).to_be_hidden()
    today = page.locator("#updates > [data-opens-day]:visible").get_attribute("data-update")

    assert page.pdf(format="A4").startswith(b"%PDF")
    expect(page.locator("#printed")).to_contain_text("(Europe/Berlin)")
    expect(page.locator("#printed")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#printed")).to_be_visible()
    expect(new).to_be_visible()
    assert days(page) == ["Tuesday 1 January 2030", page.locator(f"#u-{today} .update-day").text_content()]

    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(new).to_be_hidden()
    assert len(days(page)) == 1


def days(page: Page) -> list[str]:
    return page.locator("#updates .update-day").filter(visible=True).all_text_contents()
