"""One person's way through the desk: invited, at work, and switched off while the page is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.breadth import breadth, is_whole
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import People
from tests.browser.pages import REFUSED
from tests.browser.site import ADMIN, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_together import expect_desk_live
from tests.browser.watch import Watch
from tests.sample_visit import PASSWORD

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def at_people(people: People) -> Page:
    """An admin's page of the people, reached through the menu."""
    page = people.reader("/desk/sign-in")
    at_desk.sign_in(page, ADMIN)
    at_desk.account(page).click()
    page.locator(".account-sheet").get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    return page


def looks(page: Page) -> list[str]:
    """What is wrong on a phone and, in `make test-all`, on a desk."""
    found = []
    for size in (PHONE, WIDE) if is_whole() else (PHONE,):
        layout_checks.resize(page, size)
        found += axe_findings(page)
    return found


def test_somebody_is_invited_works_at_the_desk_and_is_switched_off(people: People, watch: Watch, visit: Visit) -> None:
    watch.expect(*REFUSED, "answered 403", "status of 403", "closed before the connection is established")
    admin = at_people(people)
    email, name = f"nadia@{visit.slug}.example.org", f"Nadia of {visit.slug}"  # the site has other tests' people too
    admin.get_by_label("Email").fill(email)
    admin.get_by_label("Email").press("Enter")  # does nothing: an invitation is made by its button
    admin.get_by_label("Role", exact=True).select_option("Editor")
    admin.get_by_role("button", name="Make an invitation").press("Enter")
    made = admin.get_by_role("region", name=f"Send this link to {email}")
    expect(made).to_be_visible()
    expect(made.get_by_role("button", name="Copy the link")).to_be_visible()
    link = made.get_by_role("textbox", name="Link").input_value()
    assert looks(admin) == []

    nadia = people.reader(link)
    assert looks(nadia) == []
    nadia.get_by_label("Your name").fill(name)
    nadia.get_by_label("New password").fill("short")
    nadia.get_by_role("button", name="Make my account").click()
    expect(nadia.locator("#password-error")).to_be_visible()
    expect(nadia.get_by_label("Your name")).to_have_value(name)
    nadia.get_by_label("New password").fill(PASSWORD)
    nadia.get_by_role("button", name="Make my account").click()
    expect(nadia.get_by_role("heading", name="Your visits")).to_be_visible()
    nadia.goto(visit.desk_path)
    expect_desk_live(nadia)

    colleague = people.editor(visit.desk_path)
    expect_desk_live(colleague)
    team = colleague.get_by_role("region", name="Team")
    expect(team).to_contain_text(name)

    at_desk.write(nadia, "Half a sentence")
    admin.goto(f"{visit.desk_path}/team")
    expect_desk_live(admin)
    assert looks(admin) == []
    admin.get_by_role("button", name=f"Remove {name}").press("Enter")
    expect(admin.locator("#said")).to_contain_text(f"{name} no longer belongs to this team.")
    expect(team).not_to_contain_text(name)
    expect(nadia.locator("#shut-out")).to_contain_text("Your account does not belong to this visit.")
    expect(at_desk.body_field(nadia)).to_have_value("Half a sentence")
    expect(at_desk.body_field(nadia)).to_be_visible()
    assert nadia.locator(".desk-stream, .desk-beside, .strip-banner").filter(visible=True).count() == 0
    assert looks(nadia) == []

    admin.get_by_role("combobox", name="Add somebody").select_option(label=f"{name} · {email}")
    admin.get_by_role("button", name="Add to the team").press("Enter")
    expect(team).to_contain_text(name)
    nadia.evaluate("dispatchEvent(new Event('online'))")  # otherwise it asks again after a while
    expect_desk_live(nadia)
    expect(nadia.locator("#shut-out")).to_be_hidden()
    expect(nadia.locator("[data-veiled]")).to_have_count(0)
    admin.goto("/desk/people")
    admin.get_by_role("link", name=name).click()
    expect(admin.get_by_role("heading", name=name, level=1)).to_be_visible()
    assert looks(admin) == []
    admin.get_by_role("button", name="Switch the account off").press("Enter")
    asked = admin.get_by_role("dialog", name=f"Switch off the account of {name}?")
    expect(asked).to_be_visible()
    assert looks(admin) == []
    asked.get_by_role("button", name="Switch it off").press("Enter")
    expect(admin.locator("#said")).to_contain_text(f"{name} is switched off")
    expect(team).not_to_contain_text(name)
    expect(nadia.locator("#shut-out")).to_contain_text("Your account is switched off. Ask an admin")
    expect(nadia.locator(".desk-stream[data-veiled]")).to_have_count(1)
    expect(at_desk.body_field(nadia)).to_have_value("Half a sentence")
    nadia.goto(visit.desk_path)
    expect(nadia.locator("#sign-in-error")).to_contain_text("Your account is switched off.")
    expect(nadia.get_by_role("heading", name="Sign in to the desk")).to_be_visible()


@pytest.mark.parametrize("address", ["/desk/invitations/none", *breadth("/desk/reset/none", "/desk/forgot")])
def test_pages_for_whoever_is_not_signed_in_are_clean(people: People, watch: Watch, address: str) -> None:
    watch.expect(*REFUSED)
    page = people.context().new_page()
    page.goto(address)
    assert looks(page) == []
