"""The set-up page on a phone: its parts are folded, and what one asks for is open."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_set_up import told

PHONE = {"width": 360, "height": 740}


def test_the_parts_are_folded_but_for_the_one_that_is_asked_for(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/set-up", viewport=PHONE, has_touch=True)
    opened = page.locator("details.set-up-part[open]")
    expect(opened).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollHeight") < 2 * PHONE["height"]
    assert axe_findings(page) == []
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Topics").tap()
    field = page.locator("#new-topic-name")
    expect(field).to_be_visible()
    field.fill("Space")
    page.get_by_role("button", name="Add the topic").tap()
    told(page, "Space was added.")
    expect(opened).to_have_count(1)
    page.locator("summary", has_text="Itinerary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#new-stop-city")).to_be_visible()
    expect(contents).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(f"{visit.desk_path}/set-up#new-speaker")
    expect(page.locator("#new-speaker")).to_be_in_viewport()
    expect(opened).to_have_count(1)
    resize(page, {"width": 1440, "height": 900})
    expect(opened).to_have_count(5)
    page.locator("summary", has_text="Itinerary").click()
    expect(opened).to_have_count(5)


@BREADTH
def test_without_scripts_all_parts_are_open(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/set-up", viewport=PHONE, java_script_enabled=False)
    expect(page.locator("#new-speaker-name")).to_be_visible()
    expect(page.locator("#new-topic-name")).to_be_visible()
