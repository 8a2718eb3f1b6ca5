"""The log of the desk in a browser: it says what is newer, goes on to what is earlier, and can be narrowed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from tests.breadth import breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_together import expect_desk_live

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("viewport", [None, *breadth(PHONE)], ids=["wide", "phone"])
def test_the_log_follows_the_desk_and_leads_back_to_the_beginning(
    people: People, visit: Visit, viewport: dict[str, int] | None
) -> None:
    for number in range(60):
        visit.publish(f"Number {number}.")
    page = people.editor(visit.desk_path, **({"viewport": viewport} if viewport else {}))
    at_desk.account(page).click()
    page.locator(".account-sheet").get_by_role("link", name="Log of the desk").click()
    expect_desk_live(page)
    entries = page.locator(".log-entry")
    expect(entries).to_have_count(60)
    expect(entries.first).to_contain_text("An Editor published Number 59.")
    who = visit.id, visit.site.editor_id
    visit.site.act(newsroom.drafts.save, *who, Post("Handed in by Rita."), state=State.SUBMITTED)
    newer = page.locator("#log-newer").get_by_role("link")
    expect(newer).to_have_text("1 newer")
    visit.publish("Number 60.")
    expect(newer).to_have_text("2 newer")
    assert axe_findings(page) == []
    newer.click()
    expect(entries.first).to_contain_text("An Editor published Number 60.")
    expect(entries.nth(1)).to_contain_text("An Editor handed in Handed in by Rita.")

    page.get_by_role("link", name="Earlier").press("Enter")
    expect(entries.nth(60)).to_be_focused()
    expect(entries.last).to_contain_text("Dateline opened the visit")
    assert page.locator(".log-day").count() in (1, 2)  # two around midnight
    page.get_by_label("Kind of act").select_option("The queue")
    page.get_by_role("button", name="Show").click()
    expect(entries).to_have_count(1)
    expect(page.get_by_label("Kind of act")).to_have_value("queue")
