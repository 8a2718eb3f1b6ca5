"""An editor enters an event, moves it and says that it has begun; readers see it on the page that they have open."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_people_of_the_desk import looks


def test_readers_see_an_event_entered_moved_and_begun_and_nothing_for_colleagues(people: People, visit: Visit) -> None:
    reader = people.reader(visit.path)
    strip = reader.locator("#schedule")
    expect(strip).to_be_hidden()

    editor = people.editor(f"{visit.desk_path}/schedule")
    form = editor.locator("#new-event")
    form.get_by_label("What happens").fill("Signing of the treaty")
    form.locator("[name=begins_at]").fill("2098-03-04T10:00")
    form.locator("[name=gathering]").fill("North gate")
    form.locator("[name=access]").select_option("pooled")
    assert looks(editor) == []
    form.get_by_role("button", name="Add the event").click()
    row = editor.locator(".set-up-item", has_text="Signing of the treaty")
    expect(row).to_contain_text("North gate")
    expect(strip).to_contain_text("Signing of the treaty")
    expect(strip).to_contain_text("10.00")

    row.get_by_role("link", name="Move or change").click()
    _move(editor, "2098-03-04T11:30")
    expect(strip).to_contain_text("moved from 10.00")

    editor.get_by_role("link", name="Schedule").first.click()
    row.get_by_role("button", name="Has begun").click()
    expect(strip).to_contain_text("under way")
    assert looks(reader) == []
    assert "North gate" not in reader.content()


def _move(editor: Page, to: str) -> None:
    form = editor.locator("#move")
    form.locator("[name=begins_at]").fill(to)
    form.get_by_role("button", name="Move it").click()
    expect(editor.locator("#move")).to_contain_text("Readers now see that it was moved.")
    assert looks(editor) == []
