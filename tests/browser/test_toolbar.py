"""The toolbar above a text: by pointer and by keys, in the composer and in the form of an edit."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.desk import body_field
from tests.browser.site import Visit


def select(page: Page, start: int, end: int) -> None:
    body_field(page).evaluate("(field, [start, end]) => field.setSelectionRange(start, end)", [start, end])


def test_the_toolbar_and_its_keys_format_the_selection_and_can_be_undone(people: People, visit: Visit) -> None:
    for path in (visit.desk_path, f"{visit.desk_path}/updates/{visit.ids[0]}"):
        page = people.editor(path)
        field, toolbar = body_field(page), page.get_by_role("toolbar", name="Formatting")
        field.fill("Talks go on")
        select(page, 0, 5)
        toolbar.get_by_role("button", name="Bold").click()
        expect(field).to_have_value("**Talks** go on")
        expect(field).to_be_focused()
        page.keyboard.press("Control+I")
        expect(field).to_have_value("***Talks*** go on")
        page.keyboard.press("Control+Z")
        page.keyboard.press("Control+Z")
        expect(field).to_have_value("Talks go on")
        select(page, 6, 8)
        page.keyboard.press("Control+K")
        page.keyboard.type("https://a.example")
        expect(field).to_have_value("Talks [go](https://a.example) on")
        expect(page).to_have_url(f"{visit.site.url}{path}")


@BREADTH
def test_the_toolbar_is_one_stop_of_the_tab_key(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    field, toolbar = body_field(page), page.get_by_role("toolbar", name="Formatting")
    field.focus()
    page.keyboard.press("Shift+Tab")
    expect(toolbar.get_by_role("button", name="Bold")).to_be_focused()
    for key, name in (("ArrowRight", "Italic"), ("End", "Link"), ("ArrowRight", "Bold"), ("ArrowLeft", "Link")):
        page.keyboard.press(key)
        expect(toolbar.get_by_role("button", name=name)).to_be_focused()
    expect(toolbar.get_by_text("Link")).to_have_css("opacity", "1")
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(toolbar.get_by_role("button", name="Link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value("[](address)")


@BREADTH
def test_without_scripts_a_hint_stands_in_the_place_of_the_toolbar(people: People, visit: Visit) -> None:
    hint = "Markdown:"
    page = people.editor(visit.desk_path, java_script_enabled=False)
    expect(page.get_by_text(hint)).to_be_visible()
    expect(page.get_by_role("toolbar")).to_be_hidden()
    page = people.editor(visit.desk_path)
    expect(page.get_by_text(hint)).to_be_hidden()
    expect(page.get_by_role("toolbar")).to_be_visible()
