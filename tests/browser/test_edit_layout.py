"""The edit page and the page of a conflict show what one needs first, at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.watch import Watch

LONG = "\n\n".join(f"The talks went on for an hour, and then for another one, says paragraph {n}." for n in range(30))


def lower_end(page: Page, selector: str) -> float:
    """How far below the top of the window an element ends."""
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"] + box["height"]


def upper_end(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["y"]


@BREADTH
@pytest.mark.parametrize("text", [*breadth("A short one."), LONG], ids=["short", "long"])
def test_a_conflict_is_merged_and_sent_on_its_first_screen(
    people: People, visit: Visit, watch: Watch, text: str
) -> None:
    watch.expect("answered 409", "status of 409")
    public_id = visit.publish(text)
    page = people.editor(f"{visit.desk_path}/updates/{public_id}", viewport={"width": 1440, "height": 900})
    expect(at_desk.body_field(page)).to_have_value(text)
    visit.edit(public_id, f"{text} They parted.")
    at_desk.body_field(page).fill(f"At noon. {text}")
    page.locator("#main-action").click()
    expect(page.get_by_role("heading", name="Someone else was faster")).to_be_visible()
    page.get_by_role("button", name="Merge both").click()
    expect(page.get_by_text("The form has both changes.")).to_be_visible()
    expect(at_desk.body_field(page)).to_have_value(f"At noon. {text} They parted.")
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#main-action")).to_be_in_viewport(ratio=1)
    assert lower_end(page, "#main-action") <= 900
    layout_checks.resize(page, {"width": 360, "height": 740})
    places = [upper_end(page, each) for each in ("h1", ".page-lead", "#edit-body", ".differences", ".wording-fold")]
    assert places == sorted(places)
    expect(page.locator(".wording-fold[open]")).to_have_count(0)
    page.locator("#main-action").click()
    expect(page.locator("#said")).to_contain_text("published")


@BREADTH
def test_an_empty_preview_has_no_heading_on_a_phone(people: People, visit: Visit) -> None:
    public_id = visit.publish("They met.")
    page = people.editor(f"{visit.desk_path}/updates/{public_id}", viewport={"width": 1440, "height": 900})
    heading = page.get_by_role("heading", name="Preview")
    expect(heading).to_be_visible()
    expect(page.locator("#preview .update")).to_be_visible()
    at_desk.body_field(page).fill("")
    expect(page.locator("#preview .update")).to_have_count(0)
    layout_checks.resize(page, {"width": 360, "height": 740})
    expect(heading).to_be_hidden()
    at_desk.body_field(page).fill("They have met.")
    page.get_by_role("button", name="Preview").click()
    expect(heading).to_be_visible()
    expect(page.locator("#preview .update")).to_contain_text("They have met.")
