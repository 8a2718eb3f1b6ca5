"""The banner's form at the desk: its buttons stay where they are, and a new text does not keep an old link unseen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.breadth import BREADTH, breadth
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit

LONG = "A sentence that goes on for a while. " * 7


def place(page: Page, selector: str) -> tuple[int, int]:
    """Within the line of the banner, which moves as people come to the desk."""
    found: Any = page.locator(selector).evaluate(
        """one => {
          const [line, own] = [one.closest('.strip-banner'), one].map((each) => each.getBoundingClientRect());
          return [own.x - line.x, own.y - line.y].map(Math.round);
        }"""
    )
    return found[0], found[1]


@pytest.mark.parametrize("width", [360, *breadth(1440)])
def test_a_new_text_says_that_it_still_has_the_link_and_moves_no_button(
    people: People, visit: Visit, width: int
) -> None:
    public_id = visit.publish("The text of the agreement.")
    visit.set_banner("They agreed on a text that is long enough for a line of its own at the desk.", update=public_id)
    page = people.editor(visit.desk_path, viewport={"width": width, "height": 900})
    expect_live(page)
    opener, sender = "#banner-panel > summary", "#banner-form .form-actions button"
    before = place(page, opener)
    page.locator(opener).click()
    text, leads = page.locator("#banner-text"), page.locator("[data-leads]")
    expect(text).to_be_focused()
    assert place(page, opener) == before
    expect(leads).to_contain_text("Links to The text of the agreement.")
    sending = place(page, sender)
    text.fill(LONG)
    expect(leads).to_contain_text("The new text still links to The text of the agreement.")
    assert (place(page, opener), place(page, sender)) == (before, sending)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    leads.get_by_role("button", name="Remove the link").click()
    expect(leads).to_be_hidden()
    expect(text).to_be_focused()
    expect(page.get_by_label("Links to")).to_have_value("")
    page.locator(sender).click()
    expect(page.locator("#banner")).to_contain_text("A sentence that goes on")
    expect(page.locator("#banner a")).to_have_count(0)


@BREADTH
def test_the_form_offers_to_link_to_what_was_published_since_the_page_was_made(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    expect_live(page)
    visit.publish("They have landed.")
    expect(page.locator("#updates")).to_contain_text("They have landed.")
    choice = page.get_by_label("Links to").locator("option", has_text="They have landed.")
    expect(choice).to_have_count(0)
    page.locator("#banner-panel > summary").click()
    expect(choice).to_have_count(1)
