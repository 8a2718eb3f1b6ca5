"""A reader with nothing but a keyboard goes everywhere on a narrow page, and sees at every step where they are."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "timezone_id": "America/New_York"}
# What has the focus; and what is wrong with it, when its reader could not see where they are.
FOCUS = """() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
  const name = `${one.localName}#${one.id}.${one.className} “${one.textContent.trim().slice(0, 40)}”`;
  const { width, height, bottom, top } = one.getBoundingClientRect();
  const wrong = [];
  if (one === document.body) wrong.push('the focus is lost');
  const unpainted = outlineStyle === 'none' || parseFloat(outlineWidth) < 2 || outlineColor === 'rgba(0, 0, 0, 0)';
  if (unpainted) wrong.push('no outline is painted');
  if (!width || !height || bottom <= 0 || top >= innerHeight) wrong.push('it is out of view');
  return { name, wrong };
}"""
# Where a skip link and a permalink lead: a frame around a whole column says nothing, the place itself does.
PLACES = ("main#updates", "article#u-")


def test_the_keyboard_alone_leads_through_a_visit_and_never_loses_its_place(people: People, visit: Visit) -> None:
    visit.edit(visit.ids[1], "It is said in other words.", reason="correction", note="The words were others.")
    visit.publish("The tariffs stay.", topics=("trade",))
    page = people.live_reader(visit.path, **PHONE)

    skip_to_the_updates(page)
    walk(page, page.locator("#filters a", has_text="Trade"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?topic=trade$"))
    expect(page.locator("#updates > [data-update]")).to_have_count(1)
    expect_live(page)
    walk(page, page.get_by_role("link", name="Trade , remove filter"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{visit.path}$"))
    expect_live(page)

    newest = press_the_button_for_what_arrived(page, visit)
    walk(page, newest.locator(".update-time"), most=1)
    corrected = page.locator(f"#u-{visit.ids[1]}")
    walk(page, corrected.locator(".update-time"))
    page.keyboard.press("Enter")
    expect(corrected).to_have_attribute("aria-current", "true")
    expect(corrected).to_be_focused()
    expect_live(page)

    walk(page, corrected.get_by_role("link", name="What was changed"), most=3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was changed")).to_be_visible()
    walk(page, page.get_by_role("link", name="Back to the update"))
    page.keyboard.press("Enter")
    expect(corrected).to_be_focused()
    expect_live(page)

    search_from_the_menu(page)
    go_by_ones_own_clock(page)


def skip_to_the_updates(page: Page) -> None:
    walk(page, page.get_by_role("link", name="Skip to the updates"), most=1)
    page.keyboard.press("Enter")
    expect(page.locator("#updates")).to_be_focused()
    expect(page.locator("#updates > [data-update]").first).to_be_in_viewport()


def press_the_button_for_what_arrived(page: Page, visit: Visit) -> Locator:
    """It says its sentence, waits before the updates, and leads to the newest."""
    expect(page.locator("#updates")).to_be_focused()
    page.keyboard.press("Tab")
    before = look(page)
    new = visit.publish("It arrives while somebody reads on.")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    assert look(page) == before, "what arrived took the focus"
    walk(page, page.locator("#arrivals"), "Shift+Tab", most=2)
    page.keyboard.press("Enter")
    newest = page.locator(f"#u-{new}")
    expect(newest).to_be_focused()
    expect(newest).to_be_in_viewport()
    look(page)
    return newest


def search_from_the_menu(page: Page) -> None:
    open_the_menu(page)
    walk(page, page.get_by_label("Search this visit"), most=2)
    page.keyboard.type("tariffs")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 update.", exact=False).first).to_be_visible()
    walk(page, page.locator("main h2 a, main h3 a, main .result a").first)


def go_by_ones_own_clock(page: Page) -> None:
    """The last of the choices is one's own zone; the page behind the menu follows at once."""
    open_the_menu(page)
    clocks = page.get_by_label("Times in")
    walk(page, clocks, most=3)
    page.keyboard.press("End")
    expect(clocks).to_have_value("*")
    expect(page.locator("main .city").first).to_have_text("New York")
    page.keyboard.press("Escape")
    expect(clocks).to_be_hidden()
    expect(page.get_by_label("Menu", exact=True)).to_be_focused()
    look(page)


def open_the_menu(page: Page) -> None:
    walk(page, page.get_by_label("Menu", exact=True), "Shift+Tab", most=80)
    page.keyboard.press("Enter")
    expect(page.locator(".menu-sheet")).to_be_visible()


def walk(page: Page, to: Locator, key: str = "Tab", *, most: int = 40) -> None:
    """Presses a key until something has the focus; everything on the way has to be seen."""
    names = []
    for _ in range(most):
        page.keyboard.press(key)
        names.append(look(page))
        if to.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not come to {to}: {names}")


def look(page: Page) -> str:
    """What has the focus, once it is sure that its reader sees where that is."""
    focus = page.evaluate(FOCUS)
    wrong = [
        what for what in focus["wrong"] if not (what.startswith("no outline") and focus["name"].startswith(PLACES))
    ]
    assert not wrong, f"{focus['name']}: {', '.join(wrong)}"
    return str(focus["name"])
