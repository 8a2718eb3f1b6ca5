"""Notes to the desk and handover notes, with two people: they arrive on open pages, and nobody loses a word."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.queries import accounts
from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import SECOND_EDITOR, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_clicks import PHONE, SCREEN
from tests.browser.test_desk_together import expect_desk_live

ELSEWHERE = ("landmark-one-main", "page-has-heading-one")
NAME = "Second Editor"
on_a_phone = pytest.mark.parametrize("options", [PHONE, *breadth(SCREEN)], ids=["360", "1440"])
on_a_screen = pytest.mark.parametrize("options", [SCREEN, *breadth(PHONE)], ids=["1440", "360"])


def open_notes(page: Page) -> Locator:
    """The panel, which a phone shows with the queue."""
    expect_desk_live(page)
    queue = page.locator(".view-link[data-shows=queue]")
    if queue.is_visible():
        queue.click()
    panel = page.locator("#notes")
    expect(panel).to_be_visible()
    return panel


def begin(page: Page, words: str) -> Locator:
    """Begins a note; the field has the focus."""
    field = open_notes(page).locator("#note-text")
    field.click()
    expect(field).to_be_focused()
    page.keyboard.type(words)
    expect(field).to_have_value(words)
    return field


def expect_counted(page: Page, title: str, count: int) -> None:
    """What waits for whoever looks at the page: in its title, and at the link to the queue."""
    expect(page).to_have_title(f"({count}) {title}" if count else title)
    expect(page.locator("#view-count")).to_have_text(str(count or ""))


def account(email: str) -> int:
    found = accounts.by_email(email)
    assert found
    return found.id


@on_a_screen
def test_a_note_with_a_name_arrives_and_is_resolved_while_the_other_writes(
    people: People, visit: Visit, options: dict[str, Any]
) -> None:
    one, other = (people.editor(visit.desk_path, second=second, **options) for second in (False, True))
    written = begin(other, "Half a note")
    title = other.title()
    field = begin(one, "@sec")
    option = one.get_by_role("option", name=NAME)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(one.locator("#note-form .count")).to_have_text(["4 / 500"])
    assert axe_findings(one, without=ELSEWHERE) == []
    one.keyboard.press("Enter")
    expect(field).to_have_value(f"@{NAME} ")
    expect(option).to_be_hidden()
    one.keyboard.type("who is at the airport?")
    one.keyboard.press("Control+Enter")
    expect(one.locator("#said")).to_have_text("The note is sent.")
    expect(field).to_have_value("")

    note = other.locator("#notes-list > .note-list > .note")
    expect(note).to_contain_text("who is at the airport?")
    expect(note).to_have_attribute("data-for-me", "")
    expect(other.locator("#notes-count")).to_have_text("1")
    expect_counted(other, title, 1)
    expect(written).to_be_focused()
    expect(written).to_have_value("Half a note")
    expect(one.locator("#notes-list .note")).not_to_have_attribute("data-for-me", "")
    assert axe_findings(other, without=ELSEWHERE) == []
    note.hover()
    expect_counted(other, title, 0)  # it was looked at
    note.get_by_role("button", name="Resolve").click()
    for page in (one, other):
        expect(page.locator("#notes-list > .note-list")).to_have_count(0)
        expect(page.locator("#notes-resolved > summary")).to_have_text("1 resolved")
    expect(written).to_have_value("Half a note")
    one.locator("#notes-resolved > summary").click()
    one.get_by_role("button", name="Reopen").click()
    expect(note).to_contain_text("who is at the airport?")


@BREADTH
@on_a_phone
def test_a_note_on_an_update_marks_it_and_leads_to_the_note(
    people: People, visit: Visit, options: dict[str, Any]
) -> None:
    public_id = visit.publish("They met in the red room.")
    one, other = (people.editor(visit.desk_path, second=second, **options) for second in (False, True))
    reader = people.live_reader(visit.path)
    for page in (one, other):
        expect_desk_live(page)
    at_desk.use_tool(one, public_id, "Note to the desk")
    dialog = one.get_by_role("dialog", name="Note to the desk")
    text = dialog.get_by_label("New note")
    expect(text).to_be_focused()
    expect(dialog).to_contain_text("They met in the red room.")
    one.keyboard.type("@")
    expect(one.get_by_role("option", name=NAME)).to_be_visible()
    one.keyboard.press("Escape")
    expect(one.get_by_role("option", name=NAME)).to_be_hidden()
    expect(text).to_be_focused()
    one.keyboard.type("nobody: red or blue?")
    assert axe_findings(one, without=ELSEWHERE) == []
    one.keyboard.press("Control+Enter")
    expect(one.locator("#said")).to_have_text("The note is sent. Nobody of the team is called @nobody.")
    expect(at_desk.tools(one, public_id).locator("details > summary")).to_be_focused()

    mark = at_desk.tools(other, public_id).locator(".note-mark")
    if mark.is_hidden() and "has_touch" in options:
        other.get_by_role("link", name="Stream", exact=True).click()
    expect(mark).to_have_accessible_name("1 note to the desk")
    assert axe_findings(other, without=ELSEWHERE) == []
    mark.click()
    note = other.locator("#notes-list .note")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("red or blue?")
    expect(reader.locator("#updates")).not_to_contain_text("red or blue?")
    note.get_by_role("button", name="Resolve").click()
    for page in (one, other):
        expect(at_desk.tools(page, public_id).locator(".note-mark")).to_have_attribute("hidden", "")


@BREADTH
def test_notes_on_an_update_arrive_beside_the_form_that_changes_it(people: People, visit: Visit) -> None:
    public_id = visit.publish("They met in the red room.")
    page = people.editor(f"{visit.desk_path}/updates/{public_id}", **SCREEN)
    expect_desk_live(page)
    at_desk.write(page, "They met in the blue room.")
    second = visit.site.act(account, SECOND_EDITOR)
    visit.site.act(newsroom.notes.write, visit.id, second, "It was red.", about=public_id)
    note = page.locator("#notes-list .note")
    expect(note).to_contain_text("It was red.")
    expect(page.locator("#notes-count")).to_have_text("1")
    expect(at_desk.body_field(page)).to_have_value("They met in the blue room.")
    expect(at_desk.body_field(page)).to_be_focused()
    field = begin(page, "Are you sure?")
    field.press("Control+Enter")
    expect(note.first).to_contain_text("Are you sure?")
    expect(at_desk.body_field(page)).to_have_value("They met in the blue room.")
    assert axe_findings(page) == []
    note.first.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete this note?").get_by_role("button", name="Delete it").click()
    expect(note).to_have_count(1)


@on_a_phone
def test_a_handover_note_is_shown_at_sign_in_and_on_open_desks_until_it_is_dismissed(
    people: People, visit: Visit, options: dict[str, Any]
) -> None:
    one, other = (people.editor(visit.desk_path, second=second, **options) for second in (False, True))
    expect_live(other)
    expect_desk_live(other)
    at_desk.write(other, "Half a sentence")
    open_notes(one).get_by_role("link", name="Hand over").click()
    expect(one.get_by_label("Who is on")).to_have_value(f"An Editor and {NAME}")
    one.get_by_label("What was promised").fill("A call to the ministry at six.")
    assert axe_findings(one) == []
    one.get_by_role("button", name="Hand over", exact=True).click()
    expect(one.locator("#said")).to_contain_text("Handed over.")

    note = other.locator("#handover")
    expect(note).to_contain_text("A call to the ministry at six.")
    expect(at_desk.body_field(other)).to_have_value("Half a sentence")
    expect(at_desk.body_field(other)).to_be_focused()
    assert axe_findings(other, without=ELSEWHERE) == []
    front = people.editor("/desk", second=True, **options)
    shown = front.locator(".handover", has=front.locator(f'a[href="{visit.desk_path}"]'))
    expect(shown).to_contain_text("A call to the ministry at six.")
    assert axe_findings(front) == []
    elsewhere = people.editor(visit.desk_path, second=True, **options)
    expect_desk_live(elsewhere)
    expect(elsewhere.locator("#handover")).to_contain_text("A call to the ministry at six.")
    read = note.get_by_role("button", name="I have read it")
    if options is PHONE:
        expect(read).to_be_hidden()
        note.get_by_text("Read it", exact=True).click()
        expect(note).to_contain_text("A call to the ministry at six.", use_inner_text=True)
        assert axe_findings(other, without=ELSEWHERE) == []
    read.click()
    expect(note).to_be_hidden()
    expect(at_desk.body_field(other)).to_be_focused()
    expect(at_desk.body_field(other)).to_have_value("Half a sentence")
    expect(elsewhere.locator("#handover")).to_be_hidden()
    front.reload()
    expect(front.get_by_role("heading", name="Your visits")).to_be_visible()
    expect(shown).to_have_count(0)


@BREADTH
def test_without_scripts_a_note_is_written_resolved_and_found_again(people: People, visit: Visit) -> None:
    public_id = visit.publish("They met in the red room.")
    page = people.editor(visit.desk_path, java_script_enabled=False)
    at_desk.use_tool(page, public_id, "Note to the desk")
    expect(page.get_by_role("heading", name="Notes to the desk", level=1)).to_be_visible()
    page.locator("#note-text").fill("Red or blue?")
    page.get_by_role("button", name="Send the note").click()
    expect(page.locator("#notes-list .note")).to_contain_text("Red or blue?")
    page.goto(visit.desk_path)
    at_desk.tools(page, public_id).locator(".note-mark").click()
    note = page.locator("#notes-list .note")
    expect(note).to_be_in_viewport()
    note.get_by_role("button", name="Resolve").click()
    expect(page.locator("#notes-resolved > summary")).to_have_text("1 resolved")
