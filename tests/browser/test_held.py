"""A visit is held and released while people look at it: readers lose it, and the desk goes on without a break."""

from __future__ import annotations

from playwright.sync_api import expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_together import expect_desk_live
from tests.browser.watch import Watch


def test_readers_lose_a_visit_that_is_held_and_the_desk_rehearses_in_it_until_it_is_released(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 404", "status of 404", "answered 422", "status of 422")
    reader, page = people.reader(visit.path), people.editor(visit.desk_path)
    expect_live(page)
    expect_desk_live(page)
    at_desk.write(page, "Half a sentence")

    at_desk.open_panel(page, "status")
    form = page.locator("#status-form")
    form.get_by_role("radio", name="Held").check()
    form.get_by_role("button", name="Set the status").click()
    expect(form.get_by_role("alert")).to_contain_text("Hold this visit?")
    form.get_by_role("button", name="Hold the visit").click()
    expect(page.locator("#visit-state")).to_have_text("Only the desk can see this visit.")
    expect(reader.locator("body")).to_contain_text("There is no such visit.")

    expect(page.locator("#wire")).to_have_attribute("data-socket", f"{visit.desk_path}/rehearsal/ws")
    expect_live(page)
    rehearsal = people.editor(f"{visit.desk_path}/rehearsal")
    expect_live(rehearsal)
    rehearsed = visit.publish("A word of the rehearsal.")
    seen = rehearsal.locator(f'#updates > [data-update="{rehearsed}"]')
    expect(seen).to_contain_text("A word of the rehearsal.")
    rehearsal.get_by_role("link", name="Key events", exact=True).click()
    expect(rehearsal.locator(".chosen-one")).to_contain_text("Key events")
    expect(seen).to_be_hidden()
    assert axe_findings(rehearsal) == []
    arrived = page.locator(f'#updates [data-update="{rehearsed}"]')
    expect(arrived).to_contain_text("A word of the rehearsal.")
    expect(at_desk.body_field(page)).to_have_value("Half a sentence")

    visit.site.act(newsroom.visits.set_status, visit.id, SYSTEM, "live")
    expect(page.locator("#visit-state")).to_be_hidden()
    expect(page.locator("#wire")).to_have_attribute("data-socket", f"{visit.path}/ws")
    expect_live(page)
    public = visit.publish("A word for everyone.")
    expect(page.locator(f'#updates [data-update="{public}"]')).to_contain_text("A word for everyone.")
    expect(at_desk.body_field(page)).to_have_value("Half a sentence")
    reader.reload()
    expect(reader.locator(f'#updates [data-update="{rehearsed}"]')).to_contain_text("A word of the rehearsal.")
