"""One's own account in a browser: an authenticator app and a passkey, from setting them up to signing in with them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from blog import newsroom
from tests.authenticator import Authenticator
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import DESK, PATIENCE_MS
from tests.browser.pages import REFUSED
from tests.browser.site import Site
from tests.browser.test_accessibility import axe_findings
from tests.browser.watch import Watch
from tests.sample_visit import PASSWORD

ACCOUNT = "/desk/account"
_numbers = count(1)


@pytest.fixture
def email(site: Site) -> str:
    """An account of this test: a second factor is in nobody else's way."""
    email = f"nora-{next(_numbers)}@example.org"
    site.act(newsroom.reporters.add, email, name="Nora Key", role="reporter", password=PASSWORD)
    return email


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser at the site's name: passkeys belong to a name, not to a number."""
    url = site.url.replace("127.0.0.1", "localhost")
    watch = Watch(url)
    watch.expect(*REFUSED)
    context = watch.over(
        browser.new_context(base_url=url, viewport=DESK, reduced_motion="reduce", service_workers="block")
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


@pytest.fixture
def page(context: BrowserContext, email: str) -> Page:
    """The account's page."""
    page = context.new_page()
    page.goto(f"/desk/sign-in?next={ACCOUNT}")
    at_desk.sign_in(page, email)
    expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
    return page


def other_device(context: BrowserContext, email: str) -> Page:
    """Another browser, in which the account is signed in."""
    assert context.browser
    page = context.browser.new_context(base_url=page_url(context), service_workers="block").new_page()
    page.goto("/desk/sign-in")
    at_desk.sign_in(page, email)
    expect(at_desk.account(page)).to_be_visible()
    return page


def page_url(context: BrowserContext) -> str:
    """The address of the site at its name."""
    return context.pages[0].url.partition("/desk")[0]


def type_password(page: Page, email: str) -> None:
    """Signs out, and gets as far as the second step, by the keyboard."""
    leave(page)
    show_password(page, email)


def show_password(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()


def keep_codes(page: Page) -> str:
    """Leaves the page of recovery codes; returns the first."""
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert axe_findings(page) == []
    code = page.locator(".account-codes li").first.inner_text()
    with page.expect_download() as file:
        page.get_by_role("link", name="Download").click()
    kept = Path(file.value.path()).read_text("utf-8")
    assert [line for line in kept.splitlines()[2:] if line] == page.locator(".account-codes li").all_inner_texts()
    page.evaluate("window.print = () => { document.body.dataset.printed = ''; }")
    page.get_by_role("button", name="Print").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copy")).to_have_attribute("data-said", "Copied")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("#factors")).to_contain_text("10 are left")
    return code


def test_an_authenticator_app_from_its_picture_to_the_next_sign_in(page: Page, email: str) -> None:
    assert axe_findings(page) == []
    page.locator("#factors").get_by_role("link", name="Set up").click()
    code = page.get_by_label("Six digits")
    expect(code).to_be_visible()
    assert axe_findings(page) == []
    phone = Authenticator(page.locator(".account-key").inner_text())
    code.fill("000000")
    code.press("Enter")
    expect(page.locator("#app-code-error")).to_contain_text("not the code that the app shows")
    code.fill(phone.code())
    code.press("Enter")
    recovery = keep_codes(page)
    page.goto("/desk")
    type_password(page, email)
    assert axe_findings(page) == []
    code = page.get_by_label("Code that your authenticator app shows")
    code.fill(phone.next_code)
    code.press("Enter")
    expect(at_desk.account(page)).to_be_visible()
    type_password(page, email)
    page.get_by_text("Use a recovery code").click()
    page.get_by_label("Recovery code", exact=True).fill(recovery)
    page.get_by_label("Recovery code", exact=True).press("Enter")
    expect(at_desk.account(page)).to_be_visible()
    page.goto(ACCOUNT)
    expect(page.locator("#factors")).to_contain_text("9 are left")
    page.locator("#factors form[action$='/app/remove'] button").click()
    expect(page.locator("#said")).to_contain_text("The authenticator app is removed.")
    expect(page.locator("#factors")).not_to_contain_text("Recovery codes")


def plug_in(context: BrowserContext, page: Page, *, keeps: bool) -> None:
    """A device that asks who is there; `keeps` lets it find its passkeys by itself."""
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": keeps, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_passkey(page: Page) -> None:
    page.locator("#factors").get_by_role("link", name="Add").click()
    name = page.get_by_label("Name, such as the phone it is on")
    expect(name).to_be_visible()
    assert axe_findings(page) == []
    name.fill("My phone")
    page.get_by_role("button", name="Add the passkey").click()
    keep_codes(page)
    expect(page.locator("#factors")).to_contain_text("Passkey: My phone")
    page.goto("/desk")


def leave(page: Page) -> None:
    """Signs out, and stands before the form."""
    at_desk.sign_out(page)
    expect(page.get_by_label("Email")).to_be_visible()


def test_a_passkey_is_added_signs_in_alone_and_after_the_password_and_is_removed(
    context: BrowserContext, page: Page, email: str
) -> None:
    plug_in(context, page, keeps=True)
    elsewhere = other_device(context, email)
    add_passkey(page)
    elsewhere.goto("/desk")
    expect(elsewhere.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    elsewhere.context.close()
    leave(page)
    alone = page.get_by_role("button", name="Sign in with a passkey")
    expect(alone).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Sign in", exact=True).focus()
    page.keyboard.press("Tab")
    expect(alone).to_be_focused()
    page.keyboard.press("Enter")
    expect(at_desk.account(page)).to_be_visible()
    type_password(page, email)
    assert axe_findings(page) == []
    page.get_by_role("button", name="Use your passkey").click()
    expect(at_desk.account(page)).to_be_visible()
    page.goto(ACCOUNT)
    expect(page.locator("#factors")).to_contain_text("last used")
    page.locator("#factors form[action*='/passkeys/'] button").click()
    expect(page.locator("#said")).to_contain_text("The passkey is removed.")
    page.goto("/desk")
    leave(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#sign-in-error")).to_contain_text("Sign in with your password")
    at_desk.sign_in(page, email)


@BREADTH
def test_one_that_its_device_does_not_keep_is_a_second_factor_only(
    context: BrowserContext, page: Page, email: str
) -> None:
    plug_in(context, page, keeps=False)
    add_passkey(page)
    leave(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-said]")).to_contain_text("did not get a passkey")
    show_password(page, email)
    page.get_by_role("button", name="Use your passkey").click()
    expect(at_desk.account(page)).to_be_visible()
