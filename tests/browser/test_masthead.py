"""The masthead's controls: a menu on phones, and the colours that a reader chose."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.site import Visit

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
# What the page looks like at the moment when its body begins, which is before anything of it is painted.
NOTE_SCHEME = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  window.schemeAtFirst = document.documentElement.dataset.scheme ?? '';
}).observe(document, { childList: true, subtree: true });
"""
THEME = """() => [...document.querySelectorAll('meta[name="theme-color"]')]
  .filter(colour => matchMedia(colour.media).matches).map(colour => colour.content)"""
LIGHT, DARK = "#fcfcf9", "#10141b"


def test_the_keyboard_opens_the_menu_on_a_phone_and_new_updates_wait_until_it_is_closed(
    people: People, visit: Visit
) -> None:
    page = people.live_reader(visit.path, **PHONE)
    menu, visits = page.get_by_label("Menu", exact=True), page.get_by_role("link", name="Visits")
    expect(visits).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(visits).to_be_visible()
    page.keyboard.press("Tab")
    expect(visits).to_be_focused()
    for control in (page.get_by_label("Search this visit"), page.locator(".menu [type=submit]")):
        page.keyboard.press("Tab")
        expect(control).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Times in")).to_be_focused()

    new = page.locator(f"#u-{visit.publish('It comes while the menu is open.')}")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    expect(new).to_be_hidden()
    page.keyboard.press("Escape")
    expect(visits).to_be_hidden()
    expect(menu).to_be_focused()

    menu.click()
    page.locator("#key-events").click()
    expect(visits).to_be_hidden()
    menu.click()
    resize(page, {"width": 1024, "height": 740})
    expect(visits).to_be_visible()
    expect(menu).to_be_hidden()
    assert page.locator("details[data-menu][open]").count() == 0, "updates would wait for ever"


@BREADTH
def test_without_javascript_the_menu_opens_and_what_needs_it_is_not_shown(people: People, visit: Visit) -> None:
    page = people.reader(visit.path, java_script_enabled=False, **PHONE)
    page.get_by_label("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Visits")).to_be_visible()
    for control in ("#times-in", "#scheme"):
        expect(page.locator(control)).to_be_attached()
        expect(page.locator(control)).to_be_hidden()


def test_the_colours_that_were_chosen_are_there_before_the_first_paint_and_in_every_tab(
    people: People, visit: Visit
) -> None:
    context = people.context(color_scheme="light")
    context.add_init_script(NOTE_SCHEME)
    page, other = context.new_page(), context.new_page()
    for tab in (page, other):
        tab.goto(visit.path)
    button = page.locator("#scheme")
    light = background(page)
    assert page.evaluate(THEME) == [LIGHT]
    expect(button).to_have_accessible_name("Colours: as on your device")

    for name, colour in (("light", LIGHT), ("dark", DARK)):
        button.press("Enter")
        expect(button).to_have_accessible_name(f"Colours: {name}")
        assert page.evaluate(THEME) == [colour]
    dark = background(page)
    assert dark != light
    expect(other.locator("html")).to_have_attribute("data-scheme", "dark")

    page.reload()
    assert page.evaluate("window.schemeAtFirst") == "dark"
    assert (background(page), page.evaluate(THEME)) == (dark, [DARK])
    button.click()
    expect(button).to_have_accessible_name("Colours: as on your device")
    assert page.evaluate(THEME) == [LIGHT]
    page.emulate_media(color_scheme="dark")
    assert (background(page), page.evaluate(THEME)) == (dark, [DARK])


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
