"""A ready-made text at the desk: one tap puts it into the composer, and what is written stays."""

from __future__ import annotations

from playwright.sync_api import expect

from blog import newsroom
from tests.browser.conftest import People
from tests.browser.desk import body_field
from tests.browser.site import Site, Visit


def test_a_tap_inserts_a_ready_made_text_and_never_overwrites(people: People, site: Site, visit: Visit) -> None:
    body = "The press conference of [name] has begun."
    fields = {"name": "Press conference", "headline": "Press conference begins", "body": body}
    site.act(
        newsroom.ready_texts.add, visit.id, site.editor_id, fields | {"kind": "logistics", "standing": "confirmed"}
    )
    page = people.editor(visit.desk_path, viewport={"width": 360, "height": 740})
    field, menu = body_field(page), page.locator("#composer .ready-texts")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    menu.get_by_role("link", name="Press conference").click()
    expect(field).to_have_value(body)
    expect(page.get_by_label("Headline")).to_have_value("Press conference begins")
    expect(page.locator("#new-kind")).to_have_value("logistics")
    expect(page.locator("#new-standing")).to_have_value("confirmed")
    page.keyboard.type("Ada Nord")
    expect(field).to_have_value("The press conference of Ada Nord has begun.")

    page.get_by_label("Headline").fill("My own")
    page.locator("#new-kind").evaluate("field => { field.value = 'report'; }")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Press conference").click()
    expect(field).to_have_value(f"The press conference of Ada Nord has begun.\n\n{body}")
    expect(page.get_by_label("Headline")).to_have_value("My own")
    expect(page.locator("#new-kind")).to_have_value("report")
    page.keyboard.press("Control+Z")
    expect(field).to_have_value("The press conference of Ada Nord has begun.")
