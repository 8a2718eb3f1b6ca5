"""What a person does at the desk in a browser, with or without JavaScript: the words and places of its forms."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import EDITOR
from tests.sample_visit import PASSWORD


def sign_in(page: Page, email: str = EDITOR) -> None:
    """Fills in the sign-in form that the page shows."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(account(page)).to_be_visible()


def account(page: Page) -> Locator:
    """What opens the menu of the account; there for whoever is signed in."""
    return page.locator(".account-menu > summary")


def sign_out(page: Page) -> None:
    account(page).click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def write(page: Page, body: str, *, headline: str = "") -> None:
    """Fills in the composer, or the form of an edit."""
    if headline:
        page.get_by_label("Headline").fill(headline)
    body_field(page).fill(body)


def body_field(page: Page) -> Locator:
    return page.get_by_label("Text", exact=True)


def publish_button(page: Page) -> Locator:
    return page.locator("#composer #main-action")  # its words change with what it does


def publish(page: Page, body: str, *, headline: str = "") -> None:
    write(page, body, headline=headline)
    publish_button(page).click()


def open_edit(page: Page, public_id: str) -> None:
    tools(page, public_id).get_by_role("link", name="Edit").click()
    expect(page.get_by_role("heading", name="Edit this update")).to_be_visible()


def publish_change(page: Page, kind: str = "An update", *, note: str = "") -> None:
    """Sends the form of an edit; `kind` begins the label of one of the kinds of change."""
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("Note for readers").fill(note)
    page.locator("#editor #main-action").click()  # where a colleague was faster, it compares both wordings


def tools(page: Page, public_id: str) -> Locator:
    return page.locator(f".tools[data-for='{public_id}']")


def use_tool(page: Page, public_id: str, name: str) -> None:
    if name not in ("Pin", "Unpin"):
        open_menu(page, public_id)
    tools(page, public_id).get_by_role("button", name=name, exact=True).click()


def ask_to_withdraw(page: Page) -> None:
    """Begins to withdraw the newest update: a dialog asks for the reason, without scripts a page."""
    newest = page.locator("#updates > [data-update]").first.get_attribute("data-update") or ""
    use_tool(page, newest, "Withdraw")
    expect(page.get_by_role("heading", name="Withdraw this update")).to_be_visible()


def find(page: Page, words: str) -> None:
    """Searches in the place of the stream."""
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator("#found .results")).to_be_visible()


def open_chip(page: Page, name: str) -> None:
    """Opens the field behind a chip of the composer."""
    page.locator("[data-chip] > summary", has_text=name).click()


def open_panel(page: Page, name: str) -> None:
    """Opens a panel that is folded away: `banner`, `status`, or `stand`, where things stand."""
    panel = page.locator(f"#{name}-panel")
    if panel.get_attribute("open") is None:
        panel.locator("> summary").click()


def open_menu(page: Page, public_id: str) -> None:
    """Opens the menu of an update's tools, if it is not open."""
    menu = tools(page, public_id).locator("details")
    menu.wait_for(state="attached")  # without scripts the page that answers a form may still be on its way
    if menu.is_hidden():
        page.get_by_role("link", name="Stream", exact=True).click()
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()


def be_answered(page: Page) -> None:
    """Waits until no form is on its way: readers see a change before the answer empties its form, or folds it away."""
    expect(page.locator("form[aria-busy=true]")).to_have_count(0)


def set_banner(page: Page, text: str) -> None:
    """Sets the banner, or changes it."""
    be_answered(page)
    open_panel(page, "banner")
    page.locator("#banner-text").fill(text)
    page.locator("#banner-form button[type=submit]").first.click()


def clear_banner(page: Page) -> None:
    page.get_by_role("button", name="Clear it", exact=True).click()
