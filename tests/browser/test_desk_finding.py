"""A search at the desk takes the place of the stream, which goes on behind it and comes back where one left it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
TOP = "element => element.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def long(site: Site) -> Visit:
    """Seventy updates after the first one."""
    visit = site.new_visit()
    visit.ids = [visit.publish("The ministers land in Vienna."), *(visit.publish(f"Note {n}.") for n in range(70))]
    return visit


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Find in this visit")


def open_stream(page: Page) -> Locator:
    """What shows the stream on a phone."""
    return page.get_by_role("navigation", name="Parts of the desk").get_by_role("link", name="Stream")


def row(page: Page, public_id: str) -> Locator:
    return page.locator(f"#found .result:has([data-update='{public_id}'])")


@pytest.mark.parametrize("size", [DESK, *breadth(PHONE)], ids=["lg", "xs"])
def test_the_stream_goes_on_behind_the_results_and_comes_back_to_the_pixel(
    people: People, long: Visit, size: dict[str, Any]
) -> None:
    page = people.editor(long.desk_path, viewport=size, fonts=False)
    expect_live(page)
    if size is PHONE:
        open_stream(page).click()
    reading = page.locator(f"#u-{long.ids[-9]}")
    reading.evaluate("article => scrollBy(0, article.getBoundingClientRect().top - 150)")
    page.evaluate("document.activeElement.blur()")  # the desk opens with the keyboard in the text
    place = reading.evaluate(TOP)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("ministers vienna")
    expect(page.locator("#found .search-said")).to_contain_text("1 update.")
    expect(row(page, long.ids[0]).locator("mark").first).to_have_text("ministers")
    expect(page.locator("#updates")).to_be_hidden()
    late = long.publish("They sit down to talk.")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    expect(page.locator("#found .result")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#found .result")).to_have_count(0)
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    assert abs(reading.evaluate(TOP) - place) < 1
    assert field(page).input_value() == ""

    field(page).fill("note 3")
    expect(page.locator("#found")).to_contain_text("updates.")
    page.locator("#arrivals").click()
    expect(page.locator(f"#u-{late}")).to_be_focused()
    expect(page.locator("#found .result")).to_have_count(0)


@BREADTH
def test_filters_and_pages_change_the_results_and_the_stream_comes_back_from_them(people: People, long: Visit) -> None:
    page = people.editor(long.desk_path)
    expect_live(page)
    quick, said = page.get_by_role("navigation", name="Quick filters"), page.locator("#found .search-said")
    quick.get_by_role("link", name="Mine").click()
    expect(said).to_contain_text("updates.")
    expect(quick.locator("[aria-current]")).to_have_text("Mine")
    page.evaluate("scrollTo(0, 0)")  # where an update that arrives is shown at once, if nothing covers the stream
    long.publish("They have lunch.")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    page.locator("#found").get_by_role("link", name="Older").click()
    expect(page.locator("#found").get_by_role("link", name="Newer")).to_be_visible()
    field(page).fill("ministers land")
    expect(said).to_contain_text("1 update.")
    expect(quick.locator("[aria-current]")).to_have_text("Mine")
    page.get_by_text("Filters", exact=True).click()
    kind = page.locator("#found").get_by_label("Kind")
    kind.select_option("readout")
    expect(said).to_contain_text("No matching updates.")
    kind.select_option("")
    expect(row(page, long.ids[0])).to_be_visible()
    address = page.get_by_role("link", name="Link to this search").get_attribute("href")
    quick.get_by_role("link", name="All").click()
    expect(quick.locator("[aria-current]")).to_have_text("All")
    field(page).fill("")
    expect(page.locator("#updates")).to_be_visible()
    shared = people.editor(address or "", second=True)
    expect(row(shared, long.ids[0])).to_be_visible()
    expect(shared.get_by_role("searchbox")).to_have_value("ministers land")
    shared.get_by_role("link", name="Back to the stream").click()
    expect(shared.locator("#composer")).to_be_visible()


@BREADTH
def test_a_tool_of_a_result_shows_what_it_did_where_it_stands(people: People, long: Visit) -> None:
    page = people.editor(long.desk_path)
    expect_live(page)
    field(page).fill("note 17")
    found = row(page, long.ids[18])
    found.get_by_role("button", name="Pin", exact=True).click()
    expect(found.get_by_role("button", name="Unpin", exact=True)).to_be_focused()
    found.locator("summary").click()
    found.get_by_role("button", name="Withdraw").click()
    page.get_by_label("Reason, shown to readers").fill("It was wrong.")
    page.get_by_role("dialog").get_by_role("button", name="Withdraw it").click()
    expect(found).to_have_count(0)
    expect(page.locator("#said")).to_contain_text("Withdrawn")
    expect(page.locator("#found")).to_be_focused()


@BREADTH
def test_a_search_that_fails_says_so_and_how_to_go_on(people: People, long: Visit, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED", "answered 5", "status of 5", "answered 401", "status of 401", "htmx")
    page = people.editor(long.desk_path)
    expect_live(page)
    notice = page.locator("#find-form [data-notice]")
    searches = "**/search?*"
    page.route(searches, lambda route: route.abort())
    field(page).fill("ministers")
    expect(notice).to_contain_text("the server could not be reached")
    expect(page.locator("#updates")).to_be_visible()
    page.unroute(searches)
    notice.get_by_role("button", name="Try again").click()
    expect(row(page, long.ids[0])).to_be_visible()
    expect(notice).to_be_empty()

    def break_down(route: Route) -> None:
        route.fulfill(status=500, body="broken")

    page.route(searches, break_down)
    field(page).fill("ministers l")
    expect(notice).to_contain_text("the server has a problem")
    page.unroute(searches)
    field(page).fill("m")
    expect(page.locator("#found .search-said")).to_contain_text("Too short")
    page.context.clear_cookies()
    field(page).fill("ministers land")
    expect(notice).to_contain_text("you are signed out")
    expect(notice.get_by_role("link", name="Sign in")).to_be_visible()


@BREADTH
@pytest.mark.parametrize("size", [PHONE, *breadth(DESK)], ids=["xs", "lg"])
def test_an_update_from_far_back_is_found_and_corrected_in_five_clicks_from_its_permalink_in_three(
    people: People, site: Site, size: dict[str, Any]
) -> None:
    visit = site.new_visit()
    first = visit.publish("The ministers land in Vienna.")
    for number in range(70):
        visit.publish(f"Note {number}.")
    page = people.editor(visit.desk_path, viewport=size, has_touch=size is PHONE)
    expect_live(page)
    clicks = Clicks()
    if size is PHONE:
        clicks.on(open_stream(page))
    clicks.on(field(page))
    page.keyboard.type("ministers land")
    clicks.on(row(page, first).get_by_role("link", name="Edit"))
    correct(page, clicks, "They landed in Graz.")
    expect(page.locator("#said")).to_contain_text("Your change is published")
    assert clicks.count <= 5

    page.goto(f"{visit.path}/updates/{first}")
    clicks = Clicks()
    clicks.on(page.locator(f"#u-{first}").get_by_role("link", name="Edit"))
    correct(page, clicks, "They landed in Linz.")
    expect(page.locator("#said")).to_contain_text("Your change is published")
    assert clicks.count <= 3


class Clicks:
    """Counts what the hand does besides typing."""

    count = 0

    def on(self, place: Locator) -> None:
        self.count += 1
        place.click()


def correct(page: Page, clicks: Clicks, body: str) -> None:
    """Corrects the update that is open for editing: one click says that it is a correction, one publishes it."""
    expect(page.get_by_role("heading", name="Edit this update")).to_be_visible()
    clicks.on(page.get_by_role("radio", name="A correction"))
    for field_, words in ((page.get_by_label("Note for readers"), "It was wrong."), (at_desk.body_field(page), body)):
        tab_to(page, field_)
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(words)
    clicks.on(page.locator("#main-action"))


def tab_to(page: Page, place: Locator) -> None:
    """Goes on from field to field by the keyboard, as a phone's arrow does."""
    for _ in range(60):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


@BREADTH
def test_without_scripts_the_search_is_a_page_with_the_same_tools(people: People, long: Visit) -> None:
    page = people.editor(long.desk_path, java_script_enabled=False)
    field(page).fill("note 23")
    page.get_by_role("button", name="Find", exact=True).click()
    at_desk.use_tool(page, long.ids[24], "Make key event")
    expect(page.locator("#said")).to_contain_text("Added to key events")
    expect(at_desk.tools(page, long.ids[24]).get_by_role("link", name="Edit")).to_be_visible()
    page.get_by_role("link", name="Back to the stream").click()
    expect(page.locator("#updates")).to_be_visible()
