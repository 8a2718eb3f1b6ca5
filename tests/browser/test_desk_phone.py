"""The desk on a phone with its keyboard up: of 360 × 740, 440 pixels are left, by a stand-in for `visualViewport`."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.layout_checks import resize
from tests.browser.site import Visit
from tests.browser.watch import Watch

SEEN = 440
# Stands in for the browser's own: a headless one has no keyboard that could cover a part of the window.
KEYBOARD = """() => {
  const viewport = new EventTarget();
  Object.assign(viewport, { height: innerHeight, offsetTop: 0, scale: 1 });
  Object.defineProperty(window, 'visualViewport', { value: viewport });
  window.keyboard = (seen) => {
    viewport.height = seen;
    viewport.dispatchEvent(new Event('resize'));
  };
}"""
# Whatever has the focus, by a finger or by Tab, comes into view; what is drawn over it there takes the tap.
COVERED = """() => [...document.querySelectorAll('.chips .chip')].filter((chip) => {
  if (!chip.checkVisibility()) return false;
  scrollTo(0, 0);
  (chip.querySelector('input') ?? chip).focus();
  const { x, y, width, height } = chip.getBoundingClientRect();
  const hit = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(x + width / 2, y + height * part));
  return !document.activeElement.closest('.chip') || hit.some((found) => found?.closest('.chip') !== chip);
}).map((chip) => chip.textContent)"""
NAMES_AND_OFFER = """(update) => {
  const names = update.querySelector('.update-meta > .byline').getBoundingClientRect();
  const offer = update.nextElementSibling.querySelector('.take-back button').getBoundingClientRect();
  return [names.right, names.bottom, offer.left, offer.top];
}"""
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
LOW: dict[str, Any] = {"viewport": {"width": 360, "height": SEEN}, "has_touch": True}
SMALLEST_WEBKIT: dict[str, Any] = {"viewport": {"width": 447, "height": 740}, "has_touch": True}


def open_desk(people: People, visit: Visit, options: dict[str, Any], seen: int) -> Page:
    page = people.reader("/desk/sign-in", **options)
    at_desk.sign_in(page)
    page.add_init_script(f"({KEYBOARD})()")
    page.goto(visit.desk_path)
    expect_live(page)
    page.evaluate(f"keyboard({seen})")
    return page


def bounds(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box, selector
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize(
    ("options", "seen"),
    [*(pytest.param(each, SEEN, marks=BREADTH) for each in (PHONE, LOW)), (SMALLEST_WEBKIT, SEEN)],
    ids=["keyboard-covers", "page-shrinks", "webkit"],
)
def test_text_and_main_button_are_seen_together_above_the_keyboard(
    people: People, visit: Visit, options: dict[str, Any], seen: int
) -> None:
    page = open_desk(people, visit, options, seen)
    for words in ("", "They met.", "They met, and they talked, and they ate.\n\n" * 20):
        at_desk.body_field(page).fill(words)
        top, bottom = bounds(page, "#new-body")
        main_top, main_bottom = bounds(page, "#main-action")
        assert main_bottom <= seen, "the button is above the keyboard"
        assert main_bottom - main_top >= 43.9
        assert min(bottom, main_top) - max(top, 0) >= 90, "four lines of the text are seen"
        for selector in ("#new-stop", ".chips-dots", "[name=also][value=banner]", ".actions-more > summary"):
            _, foot = bounds(page, selector)
            assert foot <= seen, f"{selector} is behind the keyboard"
    expect(page.locator(".views")).to_be_hidden()
    page.locator(".actions-more > summary").tap()
    _, foot = bounds(page, ".actions-sheet")
    assert foot <= seen
    page.evaluate("keyboard(innerHeight)")
    if options is not LOW:
        expect(page.locator(".views")).to_be_visible()


@BREADTH
def test_a_flash_by_touch_keeps_the_text_in_hand(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, SEEN)
    expect(at_desk.body_field(page)).to_be_focused()
    page.keyboard.type("They met.")
    page.locator("#main-action").tap()
    expect(page.locator("#said")).to_contain_text("Published")
    expect(at_desk.body_field(page)).to_have_value("")
    expect(at_desk.body_field(page)).to_be_focused()
    _, foot = bounds(page, "#said")
    assert foot <= SEEN, "what was done is said above the keyboard"


@BREADTH
def test_what_was_published_is_said_above_the_banner(people: People, visit: Visit) -> None:
    visit.set_banner("The talks are on")
    page = open_desk(people, visit, PHONE, 740)
    at_desk.body_field(page).fill("They met, and they talked about the treaty until the next morning came.")
    page.locator("#main-action").tap()
    expect(page.locator("#said")).to_contain_text("Published")
    page.evaluate("scrollTo(0, 0)")
    _, foot = bounds(page, ".said-place")
    top, _ = bounds(page, "#strip")
    assert foot <= top


@BREADTH
def test_what_was_published_is_said_where_it_covers_nothing(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, 740)
    parts = "#strip, .compose-words, .chips, .composer-actions, .stream-column, .waiting, .desk-side, .masthead"
    for size in ({"width": 360, "height": 740}, {"width": 1440, "height": 900}):
        resize(page, size)
        at_desk.body_field(page).fill(f"They met at {size['width']}.")
        page.locator("#main-action").click()
        expect(page.locator("#said")).to_contain_text("Published")
        expect(page.locator("#just-published .take-back")).to_be_visible()
        said = page.locator(".said-place").bounding_box()
        assert said
        for part in page.locator(parts).filter(visible=True).all():
            box = part.bounding_box()
            assert box
            is_clear = (
                said["y"] + said["height"] <= box["y"] + 1
                or box["y"] + box["height"] <= said["y"] + 1
                or said["x"] + said["width"] <= box["x"]
                or box["x"] + box["width"] <= said["x"]
            )
            assert is_clear, (size, part.get_attribute("class"), box, said)


@BREADTH
def test_the_time_to_publish_at_covers_no_chip(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, 740)
    at_desk.body_field(page).fill("They met.")
    page.locator(".actions-more > summary").tap()
    page.locator(".schedule-summary").tap()
    page.locator("#new-publish_at").fill("2126-03-04T18:10")
    expect(page.locator("#main-action")).to_contain_text("Schedule for")
    for width, height in ((360, 740), (360, 640), (390, 844), (740, 360), (768, 960), (1440, 900)):
        resize(page, {"width": width, "height": height})
        assert page.evaluate(COVERED) == [], (width, height)
        expect(page.locator("#main-action")).to_be_in_viewport(ratio=1)
    resize(page, {"width": 360, "height": 740})
    page.get_by_label("Dateline", exact=True).select_option("UTC")
    expect(page.locator("#main-action")).to_contain_text("18.10 UTC")
    expect(page.locator("#new-publish_at")).to_be_visible()


@BREADTH
def test_the_preview_comes_into_view_and_one_tap_leads_back_to_the_text(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, 740)
    at_desk.body_field(page).fill("They met, and they talked, and they ate.\n\n" * 20)
    page.get_by_role("button", name="Preview", exact=True).tap()
    heading = page.get_by_role("heading", name="Preview", exact=True)
    expect(heading).to_be_focused()
    page.wait_for_function("() => document.getElementById('preview-title').getBoundingClientRect().top < 100")
    page.get_by_role("link", name="Back to the text").tap()
    expect(at_desk.body_field(page)).to_be_focused()
    expect(at_desk.body_field(page)).to_be_in_viewport()


@BREADTH
def test_one_tap_leads_from_the_list_of_names_to_another_chip(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, 740)
    page.locator(".chips-dots").tap()
    page.locator(".byline-field > summary").tap()
    expect(page.locator(".byline-field .combobox-list")).to_be_visible()
    topics = page.locator("[data-chip]", has=page.locator("summary", has_text="Topics"))
    topics.locator("summary").first.tap()
    expect(topics).to_have_attribute("open", "")
    expect(page.locator(".byline-field .combobox-list")).to_be_hidden()


@BREADTH
def test_the_names_under_a_fresh_update_are_clear_of_its_tools(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, 740)
    at_desk.body_field(page).fill("They met.")
    page.locator("#new-by").evaluate("field => { field.value = 'Aleksander Wojciechowski, Jonathan Featherstone' }")
    page.locator("#main-action").tap()
    page.get_by_role("link", name="Stream").tap()
    fresh = page.locator("#updates > [data-update]", has_text="Jonathan Featherstone")
    expect(fresh.locator("+ .tools").get_by_role("button", name="Take back")).to_be_visible()
    for size in ({"width": 360, "height": 740}, {"width": 1440, "height": 900}):
        resize(page, size)
        # At one moment: what is said about the publication goes away by itself, and the stream moves up.
        right, foot, left, top = fresh.evaluate(NAMES_AND_OFFER)
        assert foot <= top or right <= left, size


@BREADTH
def test_a_statement_by_touch_with_the_keyboard_up(people: People, visit: Visit) -> None:
    page = open_desk(people, visit, PHONE, SEEN)
    page.keyboard.type("> We agree.")
    expect(page.locator("#new-speaker-typed")).to_be_attached()
    page.get_by_label("Kind", exact=True).select_option("statement")
    page.locator("[data-chip] > summary", has_text="Who says so").tap()
    expect(page.locator("#new-speaker-typed")).to_be_focused()
    page.keyboard.type("ada")
    page.get_by_role("option", name="Ada Nord").tap()
    page.locator("#main-action").tap()
    expect(page.locator("#said")).to_contain_text("Published")
    expect(page.locator("#updates > [data-update]").first).to_contain_text("Ada Nord")


@BREADTH
def test_the_write_tab_counts_what_waits_and_a_line_leads_to_what_asks(
    people: People, visit: Visit, watch: Watch
) -> None:
    page = people.editor(visit.desk_path, **PHONE)
    expect_live(page)
    watch.expect("net::ERR_", "WebSocket connection to .* failed", "answered 422", "status of 422")
    page.context.set_offline(True)
    expect(page.locator("#main-action")).to_have_text("Send when online")
    at_desk.body_field(page).fill("They are still in Vienna.")
    page.locator(".actions-more > summary").tap()
    page.get_by_role("button", name="Hand in").tap()
    write, way = page.locator(".view-link[data-shows=write]"), page.locator("[data-outbox-way]")
    expect(write).to_have_text("Write 1 not sent yet", use_inner_text=True)
    expect(way).to_have_text("1 text waits to be sent")
    visit.add_stop("Oslo", "Europe/Oslo")
    visit.site.act(newsroom.itinerary.leave, visit.id, SYSTEM, "vienna")
    page.context.set_offline(False)
    expect(way).to_have_text("1 text needs your answer")
    way.tap()
    question = page.locator("#outbox").get_by_role("button", name="Hand it in")
    expect(question).to_be_in_viewport(ratio=1)
    question.tap()
    expect(page.locator("#outbox")).to_have_attribute("data-count", "0")
    expect(write).to_have_text("Write", use_inner_text=True)
    expect(way).to_be_hidden()
