"""A lost phone: an admin shuts it out and lets its owner in again, in a few presses."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.models import Reporter
from blog.newsroom.commits import write_session
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.pages import REFUSED
from tests.browser.site import ADMIN, Site, Visit
from tests.browser.watch import Watch
from tests.sample_visit import PASSWORD

# From the menu to the link in the clipboard: the account's menu, People, the name, two buttons, and the copy.
PRESSES = 6


class Hand:
    """Presses what an admin presses, and counts."""

    def __init__(self) -> None:
        self.presses = 0

    def press(self, what: Locator) -> None:
        what.click()
        self.presses += 1


def lose(email: str) -> None:
    """The account has an app on the phone that is lost."""
    account_id = newsroom.reporters.id_of(email)
    with write_session() as session:
        session.get_one(Reporter, account_id).totp_secret = "on the phone"


def test_an_admin_handles_a_lost_phone_in_six_presses(people: People, watch: Watch, site: Site, visit: Visit) -> None:
    watch.expect(*REFUSED, "answered 403", "status of 403")
    email, name = f"rosa@{visit.slug}.example.org", f"Rosa of {visit.slug}"
    site.act(newsroom.reporters.add, email, name=name, role="reporter", password=PASSWORD)
    phone = people.reader("/desk/sign-in")
    at_desk.sign_in(phone, email)
    site.act(lose, email)
    admin, hand = people.reader("/desk/sign-in"), Hand()
    at_desk.sign_in(admin, ADMIN)

    hand.press(at_desk.account(admin))
    hand.press(admin.locator(".account-sheet").get_by_role("link", name="People"))
    hand.press(admin.get_by_role("link", name=name))
    expect(admin.get_by_role("heading", name=name)).to_be_visible()
    hand.press(admin.get_by_role("button", name="Remove the second factor"))
    expect(admin.locator("#said")).to_contain_text("is signed out everywhere")
    hand.press(admin.get_by_role("button", name="Make a link to a new password"))
    made = admin.get_by_role("textbox", name="Link")
    expect(made).to_be_visible()
    hand.press(admin.get_by_role("button", name="Copy the link"))
    assert hand.presses == PRESSES

    expect_out(phone)
    at_home = people.reader(made.input_value())
    at_home.get_by_label("New password").fill("another long password")
    at_home.get_by_role("button", name="Set the password").click()
    expect(at_home.get_by_role("heading", name="Your password is changed")).to_be_visible()
    expect_out(phone)


def expect_out(phone: Page) -> None:
    """Whoever has the phone stands before the sign-in."""
    phone.goto("/desk")
    expect(phone.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
