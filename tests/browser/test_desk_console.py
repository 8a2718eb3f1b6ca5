"""A morning at the desk leaves the browser's console empty: the page's policy forbids nothing of what the desk does.

Every test fails when a console says something (`watch.py`). This one also does what the others have no reason to do: it
pulls fields larger, and a browser keeps their new height in a `style` attribute.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit


def pull_larger(page: Page, field: Locator) -> None:
    """Drags the corner of a field, as a mouse does."""
    box = field.bounding_box()
    assert box
    x, y = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60, steps=4)
    page.mouse.up()
    expect(field).to_have_attribute("style", re.compile("height"))


@BREADTH
def test_whoever_writes_edits_and_searches_at_the_desk_finds_the_console_empty(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    expect_live(page)
    text = at_desk.body_field(page)
    text.fill("They met.")
    pull_larger(page, text)
    at_desk.publish_button(page).click()
    expect(page.locator("#said")).to_contain_text("Published")
    newest = page.locator("#updates > [data-update]").first
    expect(newest).to_contain_text("They met.")
    expect(text).to_have_value("")
    public_id = newest.get_attribute("data-update") or ""

    at_desk.open_panel(page, "banner")
    pull_larger(page, page.locator("#banner-text"))
    at_desk.set_banner(page, "They are in the room")
    expect(page.locator("#banner")).to_contain_text("They are in the room")
    at_desk.use_tool(page, public_id, "Pin")
    expect(page.locator("#pinned")).to_contain_text("They met.")
    for panel in ("status", "stand"):
        at_desk.open_panel(page, panel)
    at_desk.open_chip(page, "Topics")
    at_desk.account(page).click()
    at_desk.find(page, "met")
    page.keyboard.press("Escape")
    expect(newest).to_be_visible()

    at_desk.open_edit(page, public_id)
    pull_larger(page, text)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("They met.")
    pull_larger(page, text)
    at_desk.write(page, "They met for an hour.")
    at_desk.publish_change(page, note="It lasted an hour.")
    expect(newest).to_contain_text("They met for an hour.")
