"""Choosing a speaker at the desk by typing, on a keyboard, a phone and with an input method; what the choice brings."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.crowd import chosen, covered, field, open_fields, option
from tests.browser.site import Visit
from tests.browser.test_accessibility import RUN, axe
from tests.browser.watch import Watch

REFUSED = ("answered 422", "status of 422")
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 500}, "has_touch": True, "is_mobile": True}
# What axe says of the page around the composer is told by the tests of that page.
OF_THE_PAGE = ("landmark-one-main", "page-has-heading-one", "region")

# What is last now may come after somebody was chosen.
RENEW = """() => new Promise((done) => {
  document.addEventListener('htmx:after:swap', () => setTimeout(done), { once: true });
  document.getElementById('habits').dispatchEvent(new Event('dateline:ask'));
})"""


def test_a_speaker_is_found_by_the_keyboard_and_brings_their_habits(people: People, crowded: Visit) -> None:
    page = people.editor(crowded.desk_path)
    open_fields(page)
    at_desk.write(page, "We welcome this.")
    field(page).focus()
    expect(option(page)).to_have_count(208)  # none, two sides, and everybody
    for typed, found in (
        ("zoe", "Zoë Müller"), ("mul zo", "Zoë Müller"), ("chief", "Zoë Müller"), ("王", "王毅"), ("外交", "王毅"),
        ("علي", "علی لاریجانی"), ("hr", "Hillary Rodham"), ("delegate 199", "Delegate 199"),
        ("people republic", "South"),
    ):  # fmt: skip
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        expect(page.locator("[role=option][aria-selected=true]")).to_contain_text(found)
    page.keyboard.press("Escape")
    expect(option(page)).to_have_count(0)
    expect(field(page)).to_have_value("")
    page.keyboard.type("zo")
    expect(field(page)).to_have_attribute("aria-activedescendant", "new-speaker-typed-list-0")
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("Zoë Müller")
    expect(chosen(page)).to_have_value("zoe-muller")
    for name, value in (("kind", "statement"), ("standing", "official")):
        expect(page.locator(f".composer [name={name}]")).to_have_value(value)
    expect(page.locator(".composer [name=topics]:checked")).to_have_count(1)
    expect(page.locator("[data-habit-said]")).to_have_text(
        "Kind, standing and topics are as in the last update from Zoë Müller."
    )
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    expect(chosen(page)).to_have_value("")
    expect(page.locator(".composer [name=kind]")).to_have_value("report")
    expect(page.locator(".composer [name=topics]:checked")).to_have_count(0)
    assert page.locator("#updates > [data-update]").count() == 2, "nothing was published"


def test_a_name_that_names_nobody_is_kept_and_nothing_goes_out_without_it(people: People, crowded: Visit) -> None:
    page = people.editor(crowded.desk_path)
    open_fields(page)
    field(page).fill("Okad")
    at_desk.write(page, "He welcomes this.")
    refusal = page.locator(".field-speaker .combobox-nothing")
    expect(refusal).to_have_text("There is no “Okad” in this visit. Choose from the list, or empty the field.")
    page.locator("[data-chip]:has(.field-speaker) > summary").click()  # folded away, it opens again
    page.keyboard.press("Control+Enter")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("Okad")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    page.evaluate("document.dispatchEvent(new Event('dateline:learned'))")  # a colleague has added a speaker
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    assert page.locator("#updates > [data-update]").count() == 2, "nothing was published"
    field(page).fill("")
    expect(refusal).to_be_hidden()
    at_desk.publish_button(page).click()
    expect(page.locator("#updates > [data-update]").first).to_contain_text("He welcomes this.")


@BREADTH
def test_what_the_reporter_has_set_stays_when_a_speaker_is_chosen(people: People, crowded: Visit) -> None:
    page = people.editor(crowded.desk_path)
    open_fields(page)
    page.locator(".composer [name=standing]").select_option("disputed")
    field(page).fill("zoe")
    field(page).press("Enter")
    expect(page.locator(".composer [name=kind]")).to_have_value("statement")
    expect(page.locator(".composer [name=standing]")).to_have_value("disputed")
    at_desk.publish(page, "We welcome this.")
    newest = page.locator("#updates > [data-update]").first
    expect(newest).to_contain_text("We welcome this.")
    expect(newest).to_have_attribute("data-kind", "statement")
    expect(newest).to_have_attribute("data-speaker", "zoe-muller")
    expect(at_desk.body_field(page)).to_have_value("")
    open_fields(page)
    expect(field(page)).to_have_value("")
    field(page).fill("zoe")
    field(page).press("Enter")
    expect(page.locator("[data-habit-said]")).to_contain_text("Zoë Müller")
    expect(page.locator(".composer [name=standing]")).to_have_value("disputed")  # as in the last one by now
    page.evaluate(RENEW)
    expect(page.locator("[data-habit-said]")).to_contain_text("Zoë Müller")


@BREADTH
def test_an_input_method_chooses_nothing_before_its_word_is_there(people: People, crowded: Visit) -> None:
    page = people.editor(crowded.desk_path)
    open_fields(page)
    field(page).focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "王", "selectionStart": 1, "selectionEnd": 1})
    expect(option(page, "王毅")).to_be_visible()
    keys.send("Input.insertText", {"text": "王毅"})
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("王毅")
    # Safari's: the composition is over when the key is told of, and only the code says so.
    field(page).dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True, "cancelable": True})
    expect(option(page, "王毅")).to_be_visible()
    expect(chosen(page)).to_have_value("")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("王毅")


@BREADTH
def test_on_a_phone_a_tap_chooses_and_the_list_is_in_view(people: People, crowded: Visit) -> None:
    page = people.editor(crowded.desk_path, **PHONE)
    page.locator("summary.chip").filter(has_text="Who says so").tap()
    expect(field(page)).to_be_focused()
    assert covered(page) == [], "the buttons lie over the list"
    assert option(page, "Zoë Müller").bounding_box()["height"] >= 44  # type: ignore[index]
    option(page, "Zoë Müller").tap()
    expect(chosen(page)).to_have_value("zoe-muller")
    expect(page.get_by_role("listbox")).to_have_count(0)
    field(page).tap()
    field(page).fill("nobody")
    expect(page.get_by_text("There is no “nobody” in this visit.")).to_be_in_viewport()
    page.evaluate(axe())
    field(page).fill("dele")
    found = page.evaluate(RUN, {"rules": {name: {"enabled": False} for name in OF_THE_PAGE}})
    assert not found, found


@BREADTH
def test_a_draft_and_a_refusal_bring_the_choice_back(people: People, crowded: Visit, watch: Watch) -> None:
    watch.expect(*REFUSED)
    page = people.editor(crowded.desk_path)
    open_fields(page)
    page.locator(".composer [name=kind]").select_option("statement")
    at_desk.publish(page, "We welcome this.")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    expect(field(page)).to_be_focused()
    expect(page.get_by_text("Choose who made this statement").last).to_be_visible()
    field(page).fill("zoe")
    field(page).press("Enter")
    at_desk.write(page, "We welcome this indeed.")
    expect(page.locator("form[data-dirty]")).to_have_count(1)
    page.reload()
    expect(page.locator(".composer [data-notice]")).to_contain_text("was restored")
    open_fields(page)
    expect(field(page)).to_have_value("Zoë Müller")
    expect(chosen(page)).to_have_value("zoe-muller")
    page.locator(".composer [data-notice]").get_by_role("button", name="Discard it").click()
    expect(field(page)).to_have_value("")
    page.locator("#composer").evaluate("""form => {
      form.elements.speaker.value = 'ada-nord';
      form.dispatchEvent(new Event('dateline:filled', { bubbles: true }));
    }""")
    expect(field(page)).to_have_value("Ada Nord")


@BREADTH
def test_a_first_quotation_is_an_official_statement_unless_the_reporter_says_otherwise(
    people: People, visit: Visit
) -> None:
    page = people.editor(visit.desk_path)
    open_fields(page)
    field(page).fill("ada")
    field(page).press("Enter")
    expect(page.locator(".composer [name=kind]")).to_have_value("statement")
    expect(page.locator(".composer [name=standing]")).to_have_value("official")
    expect(page.locator("[data-habit-said]")).to_contain_text("Ada Nord")
