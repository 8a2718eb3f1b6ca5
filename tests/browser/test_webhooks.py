"""An admin adds a webhook by keyboard, is told what is wrong, sees its secret, and removes it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.pages import REFUSED
from tests.browser.site import ADMIN, Visit
from tests.browser.test_people_of_the_desk import looks
from tests.browser.watch import Watch


def test_an_admin_adds_a_webhook_and_removes_it(people: People, watch: Watch, visit: Visit) -> None:
    watch.expect(*REFUSED)
    page = people.reader("/desk/sign-in")
    at_desk.sign_in(page, ADMIN)
    at_desk.account(page).click()
    page.locator(".account-sheet").get_by_role("link", name="Webhooks").click()
    expect(page.get_by_role("heading", name="Webhooks", level=1)).to_be_visible()
    name = page.get_by_label("Name")
    called = f"The archive of {visit.slug}"
    name.fill(called)
    name.press("Enter")  # does nothing: a webhook is added by its button
    page.get_by_label("Address").fill("http://127.0.0.1/hook")
    page.get_by_label("Visit", exact=True).select_option(visit.slug)
    page.get_by_label("banner.set").uncheck()
    page.get_by_role("button", name="Add the webhook").press("Enter")
    expect(page.locator("#new-url-error")).to_be_visible()
    expect(name).to_have_value(called)
    expect(page.get_by_label("banner.set")).not_to_be_checked()
    expect(page.get_by_label("banner.cleared")).to_be_checked()
    assert looks(page) == []

    page.get_by_label("Address").fill("https://93.184.216.34/hook")
    page.get_by_role("button", name="Add the webhook").press("Enter")
    expect(page.get_by_role("heading", name=called)).to_be_visible()
    expect(page.locator("#said")).to_contain_text("The webhook is added.")
    page.get_by_role("button", name="Show it").press("Enter")
    expect(page.locator(".webhook-secret")).to_contain_text("whsec_")
    assert looks(page) == []
    page.get_by_role("button", name="Switch it off").press("Enter")
    expect(page.get_by_role("button", name="Switch it on")).to_be_visible()
    page.get_by_text("Remove this webhook").click()
    page.get_by_role("button", name="Remove it").press("Enter")
    expect(page.locator("#said")).to_contain_text("removed")
    expect(page.get_by_text(called)).to_have_count(0)
