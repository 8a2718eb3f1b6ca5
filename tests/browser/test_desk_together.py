"""Two people at one desk at once: each sees what the other does, and neither loses a word, a choice or the place."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import accounts
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.delayed_line import DelayedLine
from tests.browser.site import SECOND_EDITOR, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.watch import Watch


def expect_desk_live(page: Page) -> None:
    """The desk's own stream is connected; the readers' may be, too."""
    expect(page.locator("#desk-wire")).to_have_attribute("data-state", "live")


def test_what_waits_appears_on_an_open_desk_and_in_its_title(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    expect_desk_live(page)
    at_desk.write(page, "Half a sentence")
    title = page.title()
    act, save = visit.site.act, newsroom.drafts.save
    act(save, visit.id, visit.site.editor_id, Post("One's own."), state=State.SUBMITTED)
    expect(page.locator("#queue-count")).to_have_text("1")
    expect(page).to_have_title(title)  # what one hands in waits for somebody else
    colleague = act(_account, SECOND_EDITOR)
    public_id = act(save, visit.id, colleague, Post("Handed in by Rita."), state=State.SUBMITTED)
    waiting = page.locator(f'#queue [data-waiting="{public_id}"]')
    expect(waiting).to_contain_text("Handed in by Rita.")
    expect(page.locator("#queue-count")).to_have_text("2")
    expect(page).to_have_title(f"(1) {title}")
    expect(at_desk.body_field(page)).to_be_focused()
    expect(at_desk.body_field(page)).to_have_value("Half a sentence")


def test_an_open_composer_learns_of_new_people_topics_and_places_and_keeps_what_is_chosen(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 422", "status of 422")  # the preview of a statement whose speaker has gone
    page = people.editor(visit.desk_path)
    expect_desk_live(page)
    expect_live(page)
    at_desk.write(page, "Half a sentence")
    at_desk.open_chip(page, "Topics")
    page.get_by_role("checkbox", name="Trade").check()
    at_desk.open_chip(page, "Who says so")
    speaker = page.locator("#new-speaker-typed")
    speaker.fill("Ada")
    page.keyboard.press("Enter")
    expect(page.locator("#new-speaker")).to_have_value("ada-nord")

    act, who = visit.site.act, (visit.id, SYSTEM)
    act(newsroom.people.add_speaker, *who, "Eve Est", title="Envoy", delegation="north")
    act(newsroom.people.add_topic, *who, "Visas")
    act(newsroom.itinerary.add_stop, *who, "Tokyo", zone="Asia/Tokyo")
    expect(page.locator("#new-speaker option", has_text="Eve Est")).to_have_count(1)
    expect(page.locator("#new-stop option", has_text="Tokyo")).to_have_count(1)
    expect(page.locator(".topic-choices")).to_contain_text("Visas")
    expect(page.locator("#new-speaker")).to_have_value("ada-nord")
    expect(speaker).to_have_value("Ada Nord")
    expect(page.locator("#new-stop")).to_have_value("vienna")
    expect(page.get_by_role("checkbox", name="Trade", include_hidden=True)).to_be_checked()

    act(newsroom.people.add_delegation, *who, "East")
    expect(page.locator("#add-speaker-delegation option", has_text="East")).to_have_count(1)
    act(newsroom.removal.drop_speaker, *who, "ada-nord")
    expect(page.locator("#composer [data-notice]")).to_contain_text("No longer in this visit: Ada Nord")
    expect(page.locator("#new-speaker")).to_have_value("")
    expect(at_desk.body_field(page)).to_have_value("Half a sentence")


@BREADTH
def test_the_forms_of_the_strip_follow_unless_somebody_is_filling_them_in(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 409", "status of 409")
    page = people.editor(visit.desk_path)
    expect_desk_live(page)
    act, who = visit.site.act, (visit.id, SYSTEM)
    at_desk.open_panel(page, "status")
    act(newsroom.visits.set_status, *who, "paused")
    expect(page.locator("#status-form").get_by_role("radio", name="Paused")).to_be_checked()
    at_desk.open_panel(page, "banner")
    visit.set_banner("A first line")
    expect(page.get_by_label("Banner text")).to_have_value("A first line")
    page.get_by_label("Banner text").fill("My own line")
    visit.set_banner("A second line")
    expect(page.locator("#banner-form [data-notice]")).to_contain_text("What you typed is kept")
    expect(page.get_by_label("Banner text")).to_have_value("My own line")
    page.locator("#banner-form").get_by_role("button", name="Change the banner").click()
    expect(page.locator("#banner-form")).to_contain_text("A second line")
    expect(page.get_by_label("Banner text")).to_have_value("My own line")


def test_whoever_edits_is_told_at_once_that_a_colleague_saved_or_withdrew_it(people: People, visit: Visit) -> None:
    public_id = visit.publish("The first wording.")
    page = people.editor(f"{visit.desk_path}/updates/{public_id}")
    expect_desk_live(page)
    at_desk.write(page, "My wording.")
    second = visit.site.act(_account, SECOND_EDITOR)
    act = visit.site.act
    act(newsroom.updates.edit, visit.id, second, public_id, Post("Theirs."), version=1, reason="update", note_text="")
    expect(page.locator("#meanwhile")).to_contain_text("Second Editor saved this update")
    expect(page.locator("#edit-now-title + *")).to_contain_text("Theirs.")
    expect(at_desk.body_field(page)).to_have_value("My wording.")
    assert axe_findings(page) == []
    act(newsroom.updates.withdraw, visit.id, second, public_id, "It was wrong.")
    expect(page.locator("#meanwhile")).to_contain_text("Second Editor withdrew this update")
    expect(page.locator("#meanwhile")).to_contain_text("“It was wrong.”")
    expect(page.locator("#state, #also-editing, .field-change").locator("visible=true")).to_have_count(0)
    expect(at_desk.body_field(page)).to_have_value("My wording.")
    at_desk.body_field(page).press("Control+Enter")
    expect(page.locator("#queue [data-state=draft]")).to_contain_text("My wording.")


@BREADTH
def test_ones_own_change_is_no_news_to_oneself(people: People, visit: Visit) -> None:
    public_id = visit.publish("The first wording.")
    page = people.editor(f"{visit.desk_path}/updates/{public_id}")
    expect_desk_live(page)
    before = page.locator("#desk-wire").get_attribute("data-cursor") or ""
    page.get_by_role("button", name="Make key event").click()
    expect(page.locator("#beside-edit")).to_contain_text("Not a key event")
    expect(page.locator("#desk-wire")).not_to_have_attribute("data-cursor", before)
    expect(page.locator("#meanwhile")).to_be_hidden()


def _account(email: str) -> int:
    found = accounts.by_email(email)
    assert found
    return found.id


@BREADTH
def test_a_desk_that_shows_what_readers_see_is_not_counted_among_them(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    expect_live(page)
    people.live_reader(visit.path)
    expect(page.locator(".presence-reading")).to_have_text("1 reading")


def test_a_colleague_who_edits_an_update_is_named_before_and_while_one_edits_it(people: People, visit: Visit) -> None:
    public_id = visit.publish("The first wording.")
    first = people.editor(visit.desk_path)
    expect(first.locator("#presence [data-person]")).to_have_text(["An Editor"])
    second = people.editor(f"{visit.desk_path}/updates/{public_id}", second=True)
    article = first.locator(f'#updates > [data-update="{public_id}"]')
    expect(article).to_have_attribute("data-edited-by", "Second Editor")
    expect(second.locator("#also-editing")).to_be_hidden()
    assert axe_findings(first) == []
    at_desk.open_edit(first, public_id)
    expect(first.locator("#also-editing")).to_contain_text("Second Editor is editing this, too.")
    expect(second.locator("#also-editing")).to_contain_text("An Editor is editing this, too.")
    assert axe_findings(second) == []
    second.close()
    expect(first.locator("#also-editing")).to_be_hidden()
    expect(first.locator("#presence [data-person]")).to_have_count(1)


def test_news_that_come_after_a_refusal_leave_the_refused_form_to_whoever_reads_it(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 409", "status of 409")
    page = people.editor("/desk")
    line = DelayedLine(page)
    page.goto(visit.desk_path)
    expect_desk_live(page)
    line.is_held = True
    at_desk.open_panel(page, "banner")
    page.get_by_label("Banner text").fill("My own line")
    visit.set_banner("A second line")
    form = page.locator("#banner-form")
    form.get_by_role("button", name="Set the banner").click()
    expect(form.get_by_role("alert")).to_be_visible()
    expect(form).to_contain_text("A second line")
    before = page.locator("#desk-wire").get_attribute("data-cursor") or ""
    line.release("A second line")
    expect(page.locator("#desk-wire")).not_to_have_attribute("data-cursor", before)
    expect(page.get_by_label("Banner text")).to_have_value("My own line")
    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.locator("[data-notice]")).to_have_count(0)  # the refusal says it


@BREADTH
def test_what_is_open_learns_what_colleagues_publish_and_add(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path)
    expect_desk_live(page)
    expect_live(page)
    at_desk.open_chip(page, "Who says so")
    visit.publish("We agree.", kind="statement", speaker="ada-nord")
    expect(page.locator("#new-speaker option[value=ada-nord][data-kind=statement]")).to_have_count(1)
    page.keyboard.press("Escape")
    at_desk.open_panel(page, "banner")
    links_to = page.get_by_label("Links to")
    links_to.select_option(visit.ids[0])
    visit.publish("Published by a colleague.")
    expect(links_to.locator("option", has_text="Published by a colleague.")).to_have_count(1)
    expect(links_to).to_have_value(visit.ids[0])

    page.keyboard.press("Escape")
    page.get_by_role("link", name="Filters").click()
    stop, speaker = (page.locator(f".find-choices select[name={name}]") for name in ("stop", "speaker"))
    speaker.select_option("ada-nord")
    expect(page.locator("#found[data-asked*=ada-nord]")).to_have_count(1)
    visit.add_stop("Tokyo", "Asia/Tokyo")
    visit.site.act(newsroom.people.add_speaker, visit.id, SYSTEM, "Eve Est", title="Envoy", delegation="north")
    expect(speaker.locator("option", has_text="Eve Est")).to_have_count(1)
    expect(speaker).to_have_value("ada-nord")
    expect(stop.locator("option", has_text="Tokyo")).to_have_count(1)
    expect(stop.locator("option").first).to_have_text("Any")
