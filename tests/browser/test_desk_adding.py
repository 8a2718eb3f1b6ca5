"""Adding speakers, topics and names of a byline without leaving the text; and the same fields without scripts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.crowd import chosen, field, open_fields, option
from tests.browser.site import Visit
from tests.browser.watch import Watch

REFUSED = ("answered 422", "status of 422")


def test_a_speaker_and_a_topic_are_added_without_losing_a_word(people: People, crowded: Visit, watch: Watch) -> None:
    watch.expect(*REFUSED)
    page = people.editor(crowded.desk_path)
    open_fields(page)
    at_desk.write(page, "We thank our hosts.")
    field(page).fill("zoe")
    field(page).press("Enter")
    field(page).fill("Li Qiang")
    field(page).press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(
        page.get_by_text("There is no “Li Qiang” in this visit. To add it, press the down arrow, then Enter.")
    ).to_be_visible()
    field(page).press("ArrowDown")
    field(page).press("Enter")
    dialog = page.get_by_role("dialog", name="Add a speaker")
    expect(dialog.get_by_label("Name")).to_have_value("Li Qiang")
    expect(dialog.get_by_label("Title or office required")).to_be_focused()
    dialog.get_by_role("button", name="Add the speaker").click()
    expect(dialog.get_by_text("Enter the title of the speaker.").last).to_be_visible()
    expect(dialog.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Title").fill("Premier")
    expect(dialog.get_by_label("Title")).not_to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_text("Enter the title of the speaker.")).to_have_count(0)
    expect(dialog.get_by_text("Not added yet.")).to_have_count(0)
    expect(dialog.get_by_label("Title")).to_be_focused()
    # Escape closes it; opened for the same name, it goes on from there.
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    field(page).fill("Li Qiang")
    field(page).press("ArrowDown")
    field(page).press("Enter")
    expect(dialog.get_by_label("Title")).to_have_value("Premier")
    expect(dialog.get_by_label("Speaks for")).to_have_value("")
    dialog.get_by_role("button", name="Add the speaker").click()
    expect(dialog.get_by_text("Choose the side that this speaker speaks for.").last).to_be_visible()
    dialog.get_by_label("Speaks for").select_option("north")
    dialog.get_by_role("button", name="Add the speaker").click()
    expect(dialog).to_have_count(0)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("Li Qiang")
    expect(chosen(page)).to_have_value("li-qiang")
    expect(page.locator("#said")).to_have_text("Li Qiang was added and is chosen.")

    topics = page.get_by_role("combobox", name="Find a topic")
    topics.fill("Space")
    topics.press("ArrowDown")
    topics.press("Enter")
    dialog = page.get_by_role("dialog", name="Add a topic")
    dialog.get_by_role("button", name="Cancel").click()
    expect(topics).to_be_focused()
    topics.fill("Space")
    option(page, "Add “Space”").click()
    expect(dialog.get_by_label("Name")).to_have_value("Space")
    dialog.get_by_role("button", name="Add the topic").click()
    expect(page.get_by_role("checkbox", name="Space")).to_be_checked()
    expect(at_desk.body_field(page)).to_have_value("We thank our hosts.")
    page.locator(".composer [name=kind]").select_option("statement")
    at_desk.publish_button(page).click()
    newest = page.locator("#updates > [data-update]").first
    expect(newest).to_contain_text("Li Qiang")
    expect(newest).to_have_attribute("data-topics", "space")


@BREADTH
def test_many_topics_are_typed_and_few_are_checked(people: People, crowded: Visit, visit: Visit) -> None:
    page = people.editor(crowded.desk_path)
    open_fields(page)
    topics = page.get_by_role("combobox", name="Find a topic")
    expect(page.locator(".composer .check:visible:has([name=topics])")).to_have_count(0)
    for typed in ("ene", "wat"):
        topics.fill(typed)
        topics.press("Enter")
        expect(topics).to_have_value("")
    expect(page.get_by_role("checkbox", name="Energy")).to_be_checked()
    page.get_by_role("checkbox", name="Energy").press(" ")
    expect(page.get_by_role("checkbox", name="Energy")).to_have_count(0)
    expect(topics).to_be_focused()
    at_desk.publish(page, "On water.")
    expect(page.locator("#updates > [data-update]").first).to_have_attribute("data-topics", "water")
    page.goto(visit.desk_path)
    open_fields(page)
    expect(page.get_by_role("checkbox", name="Trade")).to_be_visible()
    expect(topics).to_have_count(0)


@BREADTH
def test_a_byline_is_a_list_of_names(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    summary = page.locator(".byline-says")
    expect(summary).to_have_text("By you")
    open_fields(page)
    names = page.get_by_role("combobox", name="Signed by")
    names.fill("sec")
    names.press("Enter")
    expect(summary).to_have_text("By An Editor and Second Editor")
    names.fill("Reuters pool")
    names.press("Enter")
    names.press_sequentially("Ada,")
    expect(page.locator(".names > li")).to_have_text(
        ["An Editor (you) ×", "Second Editor ×", "Reuters pool ×", "Ada ×"]
    )
    page.get_by_role("button", name="Remove An Editor").click()
    expect(names).to_be_focused()
    at_desk.publish(page, "They met.")
    newest = page.locator("#updates > [data-update]").first
    expect(newest.locator(".byline")).to_have_text("By Second Editor, Reuters pool and Ada")
    expect(summary).to_have_text("By you")


@BREADTH
def test_without_scripts_the_plain_fields_do_it_all(people: People, crowded: Visit) -> None:
    page = people.editor(crowded.desk_path, java_script_enabled=False)
    page.locator(".composer").evaluate("form => form.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.get_by_label("Speaker or side").select_option("zoe-muller")
    page.get_by_label("Signed by").fill("Ada Lovelace; Rita Rossi")
    page.get_by_label("Energy").check()
    at_desk.publish(page, "We welcome this.")
    newest = page.locator("#updates > [data-update]").first
    expect(newest).to_contain_text("Zoë Müller")
    open_fields(page)
    expect(newest.locator(".byline")).to_have_text("By Ada Lovelace and Rita Rossi")
    assert "Add a speaker" in page.locator(".composer").inner_text()
