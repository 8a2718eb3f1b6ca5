"""An editor dates a title, credits a pool report and puts a text on background; readers see who says it, no more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.pages import DEMO_DESK
from tests.browser.site import Visit
from tests.browser.test_people_of_the_desk import looks
from tests.browser.watch import Watch


@pytest.mark.breadth
def test_titles_pool_reports_and_background_from_the_form_to_an_open_page(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 422", "status of 422")
    reader = people.reader(visit.path)
    expect_live(reader)

    editor = people.editor(f"{visit.desk_path}/set-up")
    speaker = editor.locator("#speaker-ada-nord")
    speaker.get_by_text("Titles over time").first.click()
    speaker.get_by_label("Titles over time").fill("2020-01-01 | en | Envoy\n2020-01-01 | zh | 特使")
    speaker.get_by_role("button", name="Save Ada Nord").click()
    expect(editor.locator("#said")).to_be_visible()
    assert looks(editor) == []
    visit.publish("> We agree.", kind="statement", speaker="ada-nord")
    expect(reader.locator("#updates > [data-kind=statement]")).to_contain_text("Ada Nord, Envoy")

    editor.goto(visit.desk_path)
    composer = editor.locator("#composer")
    at_desk.write(editor, "They have arrived.")
    at_desk.open_chip(editor, "Pool report")
    composer.locator("[name=pooler]").fill("P. Ooler")
    composer.locator("[name=pool_outlet]").fill("Gazette")
    composer.locator("[name=pool_number]").fill("3")
    assert looks(editor) == []
    at_desk.publish_button(editor).click()
    arrived = reader.locator("#updates > article", has_text="They have arrived.")
    expect(arrived.locator("[data-pool]")).to_contain_text("Gazette")

    expect(editor.locator("#just-published")).to_contain_text("They have arrived.")
    at_desk.write(editor, "Quentin Hush expects no result.")
    at_desk.open_chip(editor, "Ground rule")
    composer.locator("[name=ground]").select_option("background")
    composer.locator("[name=agreed_words]").fill("a senior official")
    composer.locator("[name=unnamed]").fill("Quentin Hush")
    at_desk.publish_button(editor).click()
    expect(composer.locator("#new-unnamed-error")).to_contain_text("contains the name")
    assert looks(editor) == []
    at_desk.write(editor, "We expect no result.")
    at_desk.publish_button(editor).click()
    told = reader.locator("#updates > article", has_text="We expect no result.")
    expect(told.locator("[data-ground]")).to_contain_text("a senior official")
    assert looks(reader) == []
    reader.goto(f"{visit.path}/people")
    expect(reader.locator(".person-titles li")).to_have_text(["from 1 January 2020: Envoy", "特使"])
    assert looks(reader) == []


@pytest.mark.breadth
def test_the_pages_of_the_schedule_are_accessible(people: People) -> None:
    page = people.editor(f"{DEMO_DESK}/schedule")
    assert looks(page) == []
    page.goto(f"{DEMO_DESK}/schedule/guidance")
    assert looks(page) == []
