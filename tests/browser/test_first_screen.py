"""The first screen of a live page: the newest update is in it, because what stands above folds on a phone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.site import DEMO, Site, Visit

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
LOWEST_ON_A_PHONE, LOWEST_AT_A_DESK = 740, 500
STAND = "The sides agree on **nothing** so far."
LONG = "Two sides sit at one table for the first time in years, and each of them brings a text of its own. " * 3


def test_the_newest_update_is_in_the_first_screen(people: People, demo: Site) -> None:
    page = people.live_reader(f"/live/{DEMO}", viewport=PHONE)
    assert top(newest(page)) <= LOWEST_ON_A_PHONE
    headline = newest(page).get_by_role("heading")
    assert top(headline) < PHONE["height"], "its headline is seen without scrolling, too"
    resize(page, DESK)
    assert top(newest(page)) <= LOWEST_AT_A_DESK


def test_what_a_reader_has_opened_stays_open_when_it_changes(people: People, visit: Visit) -> None:
    visit.sum_up(STAND)
    visit.site.act(newsroom.visits.describe, visit.id, SYSTEM, title="Talks in Vienna", summary=LONG)
    page = people.live_reader(visit.path, viewport=PHONE)
    stand, standfirst = page.locator(".stand-words"), page.locator(".visit-summary")
    expect(stand).not_to_be_visible()
    closed = height(standfirst)
    page.locator("#state-of-play summary").click()
    page.locator(".more summary").click()
    expect(page.get_by_text("less", exact=True)).to_be_visible()
    expect(stand).to_be_visible()
    whole = height(standfirst)
    assert whole > closed

    visit.sum_up("The sides agree on *one sentence*.")
    expect(stand).to_contain_text("one sentence")
    expect(stand).to_be_visible()
    visit.site.act(newsroom.visits.describe, visit.id, SYSTEM, title="More talks in Vienna", summary=LONG)
    expect(page.locator("#visit-title")).to_have_text("More talks in Vienna")
    assert height(standfirst) == whole

    resize(page, DESK)
    for part in ("#itinerary .stops", ".stand-words", "#key-events .empty"):
        expect(page.locator(part)).to_be_visible()
    for part in ("#itinerary", "#state-of-play", "#key-events", ".standfirst"):
        expect(page.locator(f"{part} summary")).not_to_be_visible()


def test_folds_open_by_keyboard_and_without_scripts(people: People, visit: Visit) -> None:
    visit.sum_up(STAND)
    page = people.reader(visit.path, viewport=PHONE, java_script_enabled=False)
    for part, content in (("#itinerary", ".stops"), ("#state-of-play", ".stand-words"), ("#key-events", ".empty")):
        line = page.locator(f"{part} summary")
        expect(page.locator(f"{part} {content}")).not_to_be_visible()
        line.focus()
        expect(line).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(f"{part} {content}")).to_be_visible()


def test_a_pinned_summary_is_a_headline_while_where_things_stand_says_the_same(people: People, visit: Visit) -> None:
    visit.pin(visit.publish("They met, and parted. " * 20, kind="summary", headline="The day in short"))
    page = people.live_reader(visit.path)
    pinned = page.locator("#pinned")
    expect(pinned.locator(".update-body")).to_be_visible()
    visit.sum_up(STAND)
    expect(page.locator(".stand-words")).to_be_visible()
    expect(pinned.locator(".update-body")).not_to_be_visible()
    expect(pinned.get_by_role("link", name="The day in short")).to_be_visible()
    visit.sum_up("")
    expect(pinned.locator(".update-body")).to_be_visible()


def newest(page: Page) -> Locator:
    return page.locator("#updates > [data-update]").first


def top(locator: Locator) -> float:
    return float(locator.evaluate("one => one.getBoundingClientRect().top + scrollY"))


def height(locator: Locator) -> float:
    return float(locator.evaluate("one => one.getBoundingClientRect().height"))
