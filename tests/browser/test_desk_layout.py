"""The desk's page at its four widths, and its parts one at a time where there is no room for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.newsroom.posts import Post
from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.layout_checks import resize
from tests.browser.site import Site, Visit

PHONE, TABLET, LAPTOP, SCREEN = (
    {"width": 360, "height": 740},
    {"width": 768, "height": 960},
    {"width": 1024, "height": 800},
    {"width": 1440, "height": 900},
)
PARTS = {"write": ".desk-compose", "stream": ".desk-stream", "queue": "#queue", "more": ".desk-side > .set-up-links"}


def shown(page: Page) -> set[str]:
    return {name for name, part in PARTS.items() if page.locator(part).is_visible()}


def left_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_the_columns_follow_the_width_of_the_window(people: People, site: Site) -> None:
    visit = site.new_visit(updates=2, stand="- They talk.")
    visit.set_banner("The talks are on, and nobody says anything about them to anybody")
    page = people.editor(visit.desk_path, viewport=SCREEN)
    queue, text, stand = (left_of(page, part) for part in ("#queue", "#new-body", "#state-of-play"))
    assert queue < text < stand
    assert abs(left_of(page, ".desk-stream") - text) < 2, "the stream stands under the composer"
    for size in (SCREEN, LAPTOP, TABLET):
        resize(page, size)
        assert not is_wider_than_its_window(page), size
        expect(page.locator("#new-body")).to_be_in_viewport(ratio=1)
        expect(page.locator("#main-action")).to_be_in_viewport(ratio=1)
        expect(page.locator("#strip")).to_be_in_viewport(ratio=1)
    resize(page, LAPTOP)
    assert left_of(page, "#queue") > left_of(page, "#new-body"), "the queue is beside"
    assert shown(page) == {"write", "stream", "queue", "more"}


@BREADTH
def test_a_full_queue_beside_the_text_moves_no_update(people: People, site: Site) -> None:
    visit = site.new_visit(updates=2)
    for number in range(12):
        site.act(newsroom.drafts.save, visit.id, site.editor_id, Post(f"Draft {number}.", stop="vienna"))
    page = people.editor(visit.desk_path, viewport=LAPTOP)
    expect(page.locator("#queue .waiting-row")).to_have_count(12)
    text, queue = (page.locator(part).bounding_box() for part in (".desk-compose", "#queue"))
    stream = page.locator(".desk-stream").bounding_box()
    assert text
    assert queue
    assert stream
    assert queue["height"] > text["height"]
    assert abs(text["y"] + text["height"] - stream["y"]) < 2, "the stream begins where the text ends"


@BREADTH
def test_a_tablet_shows_stream_and_queue_in_turns_under_the_composer(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path, viewport=TABLET)
    assert shown(page) == {"write", "stream"}
    views = page.get_by_role("navigation", name="Parts of the desk")
    views.get_by_role("link", name="Queue").click()
    assert shown(page) == {"write", "queue", "more"}
    expect(views.get_by_role("link", name="Queue")).to_have_attribute("aria-current", "true")
    views.get_by_role("link", name="Stream").click()
    assert shown(page) == {"write", "stream"}


def test_a_phone_shows_one_part_at_a_time_and_every_task_is_a_tap_away(people: People, visit: Visit) -> None:
    visit.set_banner("The talks are on")
    page = people.editor(visit.desk_path, viewport=PHONE, has_touch=True)
    expect_live(page)
    assert shown(page) == {"write"}
    views = page.get_by_role("navigation", name="Parts of the desk")
    for name in ("Stream", "Queue", "More", "Write"):
        views.get_by_role("link", name=name).tap()
        assert shown(page) == {name.lower()}
        expect(views.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
        assert not is_wider_than_its_window(page), name
        assert small_targets(page) == [], name
    views.get_by_role("link", name="More").tap()
    at_desk.open_panel(page, "banner")
    expect(page.get_by_label("Banner text")).to_be_visible()
    page.locator("#banner .banner-link, #banner").first.wait_for()
    page.get_by_role("link", name="Skip to the updates").focus()
    page.keyboard.press("Enter")
    assert shown(page) == {"stream"}, "what a link leads to is shown"
    page.goto(f"{visit.desk_path}#u-{visit.ids[0]}")
    assert shown(page) == {"stream"}
    page.goto(f"{visit.desk_path}?page=1")


def small_targets(page: Page) -> list[str]:
    """What is not 44 pixels high, except links in a sentence and in the update itself."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.desk :is(a, button, summary, select, input, textarea)')]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== 'hidden')
          .filter((one) => !one.closest('.update, .banner, .stand-words, .key-event, [inert]'))
          .filter((one) => (one.closest('label') ?? one).getBoundingClientRect().height < 43.9)
          .map((one) => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
    )
    return found


@BREADTH
def test_without_javascript_all_parts_are_on_the_page_and_the_links_lead_to_them(people: People, visit: Visit) -> None:
    for size in (PHONE, SCREEN):
        page = people.editor(visit.desk_path, viewport=size, java_script_enabled=False)
        assert shown(page) == {"write", "stream", "queue", "more"}
        assert not is_wider_than_its_window(page)
    page = people.editor(visit.desk_path, viewport=PHONE, java_script_enabled=False)
    page.get_by_role("navigation", name="Parts of the desk").get_by_role("link", name="Queue").click()
    expect(page.locator("#queue")).to_be_in_viewport()
    at_desk.open_chip(page, "Who says so")
    page.get_by_label("Speaker or side").select_option("ada-nord")
    page.locator("#new-kind").select_option("statement")
    at_desk.publish(page, "We agree.")
    expect(page.locator("#updates > [data-update]").first).to_contain_text("Ada Nord")


@BREADTH
@pytest.mark.parametrize("size", [*breadth(PHONE), SCREEN], ids=["phone", "screen"])
def test_the_composer_comes_first_to_the_keyboard_and_after_publishing_again(
    people: People, visit: Visit, size: dict[str, Any]
) -> None:
    page = people.editor(visit.desk_path, viewport=size)
    expect_live(page)
    expect(at_desk.body_field(page)).to_be_focused()
    page.keyboard.type("They met.")
    at_desk.publish_button(page).click()
    expect(page.locator("#said")).to_contain_text("Published")
    expect(at_desk.body_field(page)).to_have_value("")
    expect(at_desk.body_field(page)).to_be_focused()
    page.keyboard.type("They parted.")
    at_desk.publish_button(page).focus()  # as the Tab key does; a pointer leaves the focus in the text
    page.keyboard.press("Enter")
    expect(at_desk.body_field(page)).to_have_value("")
    expect(at_desk.body_field(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    page.keyboard.type("A headline alone")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("")
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    assert ids(page)[0] != visit.ids[-1]


def ids(page: Page) -> list[str]:
    return page.locator("#updates > [data-update]").evaluate_all("all => all.map((one) => one.dataset.update)")


@BREADTH
def test_the_queue_says_what_waits_and_how_much(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path, viewport=SCREEN)
    expect(page.locator("#queue-count")).to_have_text("0")
    at_desk.write(page, "Half a text.")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator("#said")).to_contain_text("Saved as a draft")
    expect(page.locator("#queue [data-state=draft]")).to_contain_text("Half a text.")
    expect(page.locator("#queue-count")).to_have_text("1")
    at_desk.write(page, "Another text.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("#queue [data-waiting][data-state=submitted]")).to_contain_text("Another text.")
    expect(page.locator("#queue-count")).to_have_text("2")
