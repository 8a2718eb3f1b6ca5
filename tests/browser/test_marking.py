"""An editor marks two readouts by keyboard, and an open page shows the comparison."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_outdated import come_back_until
from tests.browser.test_people_of_the_desk import looks


def focused_passage(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-passage]')?.dataset.passage ?? ''"))


def test_two_readouts_are_marked_by_keyboard_and_an_open_page_compares_them(people: People, visit: Visit) -> None:
    visit.site.act(newsroom.people.add_delegation, visit.id, SYSTEM, "South")
    visit.site.act(newsroom.people.add_topic, visit.id, SYSTEM, "Borders")
    north = visit.publish("Tariffs were raised.\n\nThe border is closed.", kind="readout", speaker="ada-nord")
    south = visit.publish("Trade was discussed.", kind="readout", delegation="south")
    reader = people.reader(f"{visit.path}/readouts")
    expect(reader.locator("#accounts-readout")).to_be_visible()
    expect(reader.locator("#comparison")).to_be_hidden()

    editor = people.editor(f"{visit.desk_path}/updates/{north}")
    editor.get_by_role("link", name="Mark passages").click()
    expect(editor.get_by_role("heading", name="What is each passage about?")).to_be_visible()
    editor.keyboard.press("2")
    expect(editor.locator("[name=marks][value='1:trade']")).to_be_checked()
    assert focused_passage(editor) == "1"
    editor.keyboard.press("ArrowDown")
    assert focused_passage(editor) == "2"
    editor.keyboard.press("1")
    expect(editor.locator("[name=marks][value='2:borders']")).to_be_checked()
    assert looks(editor) == []
    editor.keyboard.press("Control+Enter")
    expect(editor.locator("#said")).to_contain_text("Readers now see what it says")
    expect(editor.locator("[aria-current=page] + p")).to_contain_text("Fully marked.")

    editor.locator(f".marking-other a[href*='{south}']").click()
    suggested = editor.locator("[data-suggested]")
    expect(suggested).to_have_text("2 Trade suggested")
    editor.keyboard.press("ArrowDown")
    assert focused_passage(editor) == "1"
    editor.keyboard.press("Enter")
    expect(editor.locator("[name=marks][value='1:trade']")).to_be_checked()
    save = editor.get_by_role("button", name="Save: every passage is marked")
    expect(save).to_be_focused()
    editor.keyboard.press("Enter")
    expect(editor.locator("#said")).to_contain_text("Readers now see what it says")

    trade = reader.locator("#comparison [data-topic=trade]")
    come_back_until(reader, trade.is_visible)
    come_back_until(reader, lambda: trade.get_attribute("data-said") == "both")
    expect(reader.locator("#comparison [data-topic=borders] .compared-who")).to_have_text("Only North")
    expect(reader.locator("#comparison [data-topic=borders]")).to_contain_text("South does not mention Borders.")
    assert looks(reader) == []
