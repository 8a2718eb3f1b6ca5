"""A reader reports an error in an update, and the desk sees it at once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser import layout_checks
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_together import expect_desk_live
from tests.browser.watch import Watch

PHONE = {"width": 360, "height": 740}
UNPROCESSABLE = ("answered 422", "status of 422")
WORDS = "He came on Tuesday."


def fill_in(page: Page, words: str) -> None:
    field = page.get_by_label("What is wrong?")
    expect(field).to_be_focused()
    page.keyboard.type(words)
    expect(field).to_have_value(words)


def test_from_a_phone_by_keyboard_to_an_open_desk(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect(*UNPROCESSABLE)
    desk = people.editor(visit.desk_path)
    expect_desk_live(desk)
    page = people.live_reader(visit.path, viewport=PHONE)
    title, updates = page.title(), page.locator("#updates > [data-update]")
    link = updates.first.get_by_role("link", name="Report an error")
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Report an error")
    expect(dialog).to_contain_text("Update 3 of the talks.")
    field, send = page.get_by_label("What is wrong?"), dialog.get_by_role("button", name="Send the report")
    expect(field).to_be_focused()
    assert axe_findings(page) == []

    send.focus()
    expect(send).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    fill_in(page, WORDS)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    page.keyboard.type("reader@example.net")
    page.keyboard.press("Tab")
    expect(send).to_be_focused()
    assert axe_findings(page) == []
    page.keyboard.press("Enter")
    thanks = dialog.get_by_text("Thank you. The newsroom has your report.")
    expect(thanks).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    expect(page).to_have_title(title)
    expect(updates).to_have_count(3)

    note = desk.locator("#notes-list > .note-list > .note")
    expect(note).to_contain_text("From a reader")
    expect(note).to_contain_text(WORDS)
    expect(note.get_by_role("link", name="reader@example.net")).to_be_visible()
    note.get_by_role("button", name="Resolve").click()
    expect(desk.locator("#notes-resolved")).to_contain_text("1 resolved")


def test_what_could_not_be_sent_stays(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED", "Failed to fetch")
    page = people.live_reader(visit.path)
    updates = page.locator("#updates > [data-update]")
    updates.first.get_by_role("link", name="Report an error").click()
    fill_in(page, WORDS)
    page.route("**/report", lambda route: route.abort())
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("It was not sent.")).to_be_visible()
    expect(page.get_by_label("What is wrong?")).to_have_value(WORDS)
    page.unroute("**/report")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you.")).to_be_focused()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#report-dialog")).to_be_hidden()


@BREADTH
def test_the_form_has_a_page_of_its_own_which_needs_no_scripts(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect(*UNPROCESSABLE)
    page = people.reader(visit.path, java_script_enabled=False)
    page.locator("#updates > [data-update]").last.get_by_role("link", name="Report an error").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report an error")
    expect(page.locator("#content")).to_contain_text("Update 1 of the talks.")
    page.get_by_label("Your e-mail address").fill("nobody")
    page.get_by_label("What is wrong?").fill(WORDS)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Write an address such as name@example.org")).to_be_visible()
    expect(page.get_by_label("What is wrong?")).to_have_value(WORDS)
    page.get_by_label("Your e-mail address").fill("")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you. The newsroom has your report.")).to_be_visible()


def test_the_page_of_the_form_is_accessible_and_fits(people: People, visit: Visit) -> None:
    page = people.reader(f"{visit.path}/updates/{visit.ids[0]}/report")
    assert axe_findings(page) == []
    assert layout_checks.findings(page) == []
