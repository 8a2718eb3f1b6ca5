"""An arrival restyles what it brings, and not the whole page: on a slow phone that is what takes the time."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.long_tasks import traced
from tests.browser.site import Visit

UPDATES = 20


def test_an_arrival_restyles_a_small_part_of_the_page(people: People, visit: Visit) -> None:
    for number in range(UPDATES):
        visit.publish(f"What was said, part {number}.", headline=f"Part {number}")
    visit.sum_up("Both sides are talking.")
    page = people.live_reader(visit.path)
    browser = page.context.browser
    assert browser is not None

    def arrive() -> None:
        visit.publish("It has just been said.", headline="The last part")
        expect(page.locator("#updates")).to_contain_text("It has just been said.")

    events = traced(browser.new_browser_cdp_session(), arrive)
    restyled = [event["args"]["elementCount"] for event in events if event["name"] == "UpdateLayoutTree"]
    # Selectors that make browsers restyle everything: `* +`, and a pseudo-element or `:not()` alone behind `:has()`.
    assert 0 < max(restyled) < page.locator("*").count() / 3
