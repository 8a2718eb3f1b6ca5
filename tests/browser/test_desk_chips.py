"""The composer's chips: each shows its value in words and opens its field; some remember what was last chosen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch


def chip(page: Page, name: str) -> Locator:
    return page.locator("#composer [data-chip] > summary", has_text=name)


def test_a_chip_says_its_value_and_the_keyboard_opens_and_closes_it(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    topics = chip(desk, "Topics")
    topics.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Trade", exact=True)).to_be_focused()
    desk.keyboard.press("Space")
    expect(topics.locator(".chip-value")).to_have_text("Trade")
    desk.keyboard.press("Escape")
    expect(topics).to_be_focused()
    expect(desk.get_by_label("Trade", exact=True)).to_be_hidden()
    expect(topics).to_have_attribute("data-filled", "")

    source = chip(desk, "Source")
    source.click()
    desk.locator("#new-source").fill("A hall in Vienna")
    expect(source.locator(".chip-value")).to_have_text("A hall in Vienna")
    at_desk.body_field(desk).click()
    expect(desk.locator("#new-source")).to_be_hidden()
    for name in ("Dateline", "Kind", "Standing", "Language"):
        desk.get_by_label(name, exact=True).focus()
        expect(desk.get_by_label(name, exact=True)).to_be_focused()
    desk.get_by_label("Key", exact=True).press("Space")
    at_desk.publish(desk, "They met.")
    article = desk.locator("#updates > [data-update]").first
    expect(article).to_contain_text("They met.")
    expect(article).to_have_attribute("data-topics", "trade")
    expect(article).to_have_attribute("data-key", "1")
    expect(source.locator(".chip-value")).to_have_text("")


@BREADTH
def test_a_pool_report_is_credited_and_a_missing_one_is_told(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    for number in ("3", "5"):
        at_desk.be_answered(desk)
        pool = chip(desk, "Pool report")
        pool.click()
        desk.get_by_label("Pooler").fill("Pia Ooler")
        desk.get_by_label("Outlet").fill("Gazette")
        desk.get_by_label("Number of the pool report").fill(number)
        expect(pool.locator(".chip-value")).to_have_text("Pia Ooler")
        at_desk.publish(desk, f"Note {number} from the pool.")
        article = desk.locator("#updates > [data-update]").first
        expect(article.locator("[data-pool]")).to_contain_text(f"Pool report {number} by Pia Ooler, Gazette")
    expect(desk.locator("#pool-gaps")).to_have_text("Pool reports missing: 4")


def test_agreed_words_take_the_place_of_a_name_that_is_kept_nowhere(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect("answered 422", "status of 422")
    desk = people.editor(visit.desk_path)
    ground = chip(desk, "Ground rule")
    ground.click()
    desk.locator("#new-ground").select_option("background")
    desk.get_by_label("Agreed words").fill("a senior official")
    hidden = desk.get_by_label("A name that must not appear")
    hidden.fill("Quentin Hush")
    expect(ground.locator(".chip-value")).to_have_text("a senior official")
    at_desk.publish(desk, "So says Mr Hush.")
    expect(desk.locator("#new-unnamed-error")).to_contain_text("contains the name that you typed for this check")
    expect(desk.locator("[data-saved-state]")).not_to_be_empty()
    stored = desk.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Quentin" not in stored
    at_desk.body_field(desk).fill("They may yield.")
    desk.locator("#main-action").click()
    article = desk.locator("#updates > [data-update]").first
    expect(article.locator("[data-ground]")).to_have_text("a senior official")
    expect(hidden).to_have_value("")


def test_an_error_opens_the_chip_of_its_field(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect("answered 422", "status of 422")
    desk = people.editor(visit.desk_path, viewport={"width": 360, "height": 740})
    desk.get_by_label("Kind", exact=True).select_option("statement")
    at_desk.publish(desk, "We agree.")
    expect(desk.locator("#new-speaker-error")).to_be_visible()
    expect(desk.locator("#composer [aria-invalid=true]").first).to_be_focused()
    at_desk.body_field(desk).click()
    expect(desk.locator("#new-speaker-error")).to_be_visible()


def chosen(page: Page) -> list[str]:
    return [page.get_by_label(name, exact=True).input_value() for name in ("Kind", "Standing", "Language")]


def choose(page: Page, *values: str) -> None:
    for name, value in zip(("Kind", "Standing", "Language"), values, strict=False):
        page.get_by_label(name, exact=True).select_option(value)


def test_kind_standing_and_language_stay_for_the_next_update_of_this_visit_alone(
    people: People, site: Site, visit: Visit
) -> None:
    desk = people.editor(visit.desk_path)
    choose(desk, "logistics", "confirmed", "fr")
    for field in (at_desk.body_field(desk), desk.get_by_label("Headline")):
        expect(field).to_have_attribute("lang", "fr")
    at_desk.publish(desk, "Ils arrivent.", headline="Arrivée")
    expect(at_desk.body_field(desk)).to_have_value("")
    assert chosen(desk) == ["logistics", "confirmed", "fr"]
    expect(desk.get_by_label("Headline")).to_have_value("")
    desk.reload()
    assert chosen(desk) == ["logistics", "confirmed", "fr"]

    choose(desk, "summary", "disputed")
    at_desk.publish(desk, "One of a kind.")
    expect(at_desk.body_field(desk)).to_have_value("")
    assert chosen(desk) == ["logistics", "confirmed", "fr"], "what is done once does not stay"
    at_desk.body_field(desk).fill("Half a text")
    choose(desk, "analysis", "unverified", "en")
    desk.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('Half a text'))")
    desk.reload()
    expect(at_desk.body_field(desk)).to_have_value("Half a text")
    assert chosen(desk) == ["analysis", "unverified", "en"], "a draft knows better"

    other = site.new_visit()
    desk.goto(other.desk_path)
    assert chosen(desk) == ["report", "reported", "en"]


@BREADTH
def test_the_dateline_follows_the_visit_and_a_text_in_hand_is_warned(people: People, visit: Visit) -> None:
    visit.add_stop("Oslo", "Europe/Oslo")
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    stop, warning = desk.get_by_label("Dateline", exact=True), desk.locator("#dateline-elsewhere")
    expect(stop).to_have_value("vienna")
    expect(warning).to_be_hidden()
    at_desk.body_field(desk).fill("They said in Vienna that they go on.")
    move(visit, "oslo")
    expect(warning).to_contain_text("The visit is in Oslo now.")
    expect(stop).to_have_value("vienna")
    warning.get_by_role("button", name="Change the dateline to Oslo").click()
    expect(stop).to_have_value("oslo")
    expect(warning).to_be_hidden()
    stop.select_option("vienna")
    expect(warning).to_be_visible()
    at_desk.publish_button(desk).click()
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(stop).to_have_value("oslo")
    move(visit, "vienna")
    expect(stop).to_have_value("vienna")
    expect(warning).to_be_hidden()


def move(visit: Visit, stop: str) -> None:
    for other in ("vienna", "oslo"):
        if other != stop:
            visit.site.act(newsroom.itinerary.leave, visit.id, visit.site.editor_id, other)
    visit.site.act(newsroom.itinerary.arrive, visit.id, visit.site.editor_id, stop)


@BREADTH
def test_the_shortcuts_are_shown_on_a_question_mark_outside_fields(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    dialog = desk.get_by_role("dialog", name="Keyboard shortcuts")
    desk.keyboard.type("What?/")
    expect(at_desk.body_field(desk)).to_have_value("What?/")
    expect(dialog).to_be_hidden()
    at_desk.account(desk).focus()
    desk.keyboard.press("?")
    expect(dialog).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(at_desk.account(desk)).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox").first).to_be_focused()
    at_desk.account(desk).click()
    desk.get_by_role("button", name="Keyboard shortcuts").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
