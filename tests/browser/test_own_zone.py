"""A browser that does not know its own zone, or keeps what nobody wrote there, shows the page all the same."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.breadth import breadth, one_in
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit

TOLD = {"none": "undefined", "unknown": "'Etc/Unknown'", "not one of this browser's": "'Mars/Olympus'", "empty": "''"}
STUB = """
  const resolved = Intl.DateTimeFormat.prototype.resolvedOptions;
  Intl.DateTimeFormat.prototype.resolvedOptions = function () {
    return { ...resolved.call(this), timeZone: ZONE };
  };
"""
# Of what the site keeps in a browser, what is about one visit begins with one of these names.
MARKS = ("dateline:seen", "dateline:absence")
# What is no JSON, what is none of ours, and ours with wrong values.
RUBBISH = ("{", '{"epoch": "EPOCH", "number": 1, "at": 1e99}')
MORE_RUBBISH = (
    *("7", "", "null", "[]", '"☃"', "undefined", '{"epoch": "EPOCH"}'),
    '{"epoch": "EPOCH", "number": 1}',
    '{"epoch": "EPOCH", "number": "1", "at": "yesterday"}',
    '{"epoch": "EPOCH", "number": 1, "at": -1e15, "until": {}}',
    '{"epoch": "EPOCH", "number": null, "at": null, "until": null, "isRead": 3}',
)
WRITE = """values => {
  for (const [name, value] of Object.entries(values)) {
    for (const storage of [localStorage, sessionStorage]) storage.setItem(name, value);
  }
}"""


@pytest.fixture(params=one_in(len(TOLD), TOLD.values(), always=["'Mars/Olympus'"]), ids=list(TOLD))
def page(request: pytest.FixtureRequest, people: People, visit: Visit) -> Page:
    """A live page in a browser that tells this of its zone."""
    context = people.context()
    context.add_init_script(STUB.replace("ZONE", request.param))
    page = context.new_page()
    page.goto(visit.path)
    expect_live(page)
    return page


def test_to_choose_it_keeps_the_times_of_the_places_says_so_and_can_be_undone(page: Page, visit: Visit) -> None:
    clocks, untold = page.get_by_label("Times in"), page.locator("#clock-untold")
    city = page.locator("#updates .update-when .city").first
    expect(untold).to_be_hidden()
    clocks.select_option("*")
    for reload in (False, True):
        if reload:
            page.reload()
            expect_live(page)
        expect(untold).to_be_visible()
        expect(city).to_have_text("Vienna")
        new = visit.publish("It goes on.")
        expect(page.locator(f"#updates > [data-update='{new}'] .city").first).to_have_text("Vienna")
    visit.set_banner("A region is sent again.")
    expect(page.locator("#banner .city")).to_have_text("Vienna")
    page.goto(f"{visit.path}/itinerary")
    expect(page.locator("#clock-untold")).to_be_visible()
    page.goto(visit.path)
    clocks.select_option("Vienna")
    expect(untold).to_be_hidden()
    page.reload()
    expect(clocks).to_have_value("Vienna")


def test_the_line_of_what_is_new_and_a_printed_sheet_go_by_utc_and_say_so(page: Page, visit: Visit) -> None:
    name, epoch = f"{visit.slug}?", str(page.locator("#wire").get_attribute("data-cursor")).split(":")[0]
    left = {"epoch": epoch, "number": 1, "at": page.evaluate("Date.now()") - 20 * 60_000}
    page.evaluate(WRITE, {f"dateline:absence:{name}": json.dumps(left)})
    page.reload()
    expect(page.locator(".since")).to_contain_text(", UTC")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#printed")).to_contain_text("(UTC)")
    expect_live(page)


@pytest.mark.parametrize("rubbish", [*RUBBISH, *breadth(*MORE_RUBBISH)])
def test_what_nobody_wrote_there_is_passed_over(people: People, visit: Visit, rubbish: str) -> None:
    page = people.live_reader(visit.path)
    epoch = str(page.locator("#wire").get_attribute("data-cursor")).split(":")[0]
    kept = [*(f"{mark}:{visit.slug}?" for mark in MARKS), "dateline:clock", "dateline:scheme", "dateline:alerts"]
    page.evaluate(WRITE, dict.fromkeys(kept, rubbish.replace("EPOCH", epoch)))
    page.reload()
    expect_live(page)
    new = visit.publish("It goes on.")
    expect(page.locator(f"#updates > [data-update='{new}']")).to_be_visible()
    expect(page.locator("#updates .city").first).to_have_text("Vienna")
    assert page.locator("html").get_attribute("data-awaited") is None


@pytest.mark.parametrize(
    "rubbish", ['{"fields": [["body", "Words."]], "at": "noon"}', *breadth("{", "7", '{"fields": [1]}')]
)
def test_a_draft_that_nobody_wrote_is_passed_over(people: People, visit: Visit, rubbish: str) -> None:
    page = people.editor(visit.desk_path)
    name = page.evaluate("`dateline:draft:${document.body.dataset.reporter}:${document.body.dataset.visit}:new`")
    page.evaluate(WRITE, {name: rubbish})
    page.reload()
    expect(page.locator("#composer [name=client_key]")).not_to_have_value("")
    expect(page.locator("#composer [name=body]")).to_have_value("")
    expect(page.locator("#composer .count").first).to_be_attached()  # the scripts that come last have run
