"""What goes out later, at the desk: countdowns, and embargoes that are set, seen by colleagues and released."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_clicks import PHONE, SCREEN
from tests.browser.test_desk_together import expect_desk_live
from tests.browser.watch import Watch

TITLE, REASON = "When he speaks", "Broken by another agency"

# What a countdown says that ends after so many seconds; the first has ticked by then. Motion is reduced: no seconds.
SOON = "in less than a minute"
WAITS = {SOON: 64, "in (2 h 59 min|3 h)": 3 * 3_600 - 30, "in 2 days": 2 * 86_400 + 3_600}


@BREADTH
def test_a_countdown_runs_by_the_clock_of_the_server(people: People, visit: Visit) -> None:
    by, moment = (visit.id, visit.site.editor_id), now()
    waits = {words: moment + timedelta(seconds=wait) for words, wait in WAITS.items()}
    ids = {
        words: visit.site.act(newsroom.drafts.save, *by, Post(words), state=State.SCHEDULED, due_at=due)
        for words, due in waits.items()
    }
    page = people.editor(visit.desk_path)
    expect_desk_live(page)
    page.clock.install(time=now() + timedelta(hours=5))  # this device is wrong
    page.reload()
    expect_live(page)
    expect_desk_live(page)
    for words, public_id in ids.items():
        expect(page.locator(f"#w-{public_id} .time-left")).to_have_text(re.compile(f"^({words})$"))
    expect(page.locator(f"#w-{ids[SOON]} .time-left")).to_have_role("timer")


def in_tokyo(**later: int) -> datetime:
    """A time from now on, by the clocks of Tokyo."""
    return (now() + timedelta(**later)).astimezone(ZoneInfo("Asia/Tokyo"))


def typed(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"


def choose_new(page: Page, title: str, until: str = "", city: str = "") -> None:
    """In the composer: a new embargo with its terms."""
    page.locator("#composer").get_by_text("Publish later").click()
    page.get_by_label("Under embargo").first.select_option("new")
    page.get_by_label("Name of the embargo").fill(title)
    page.get_by_label("Until", exact=True).fill(until)
    if city:
        page.get_by_label("City whose time that is").fill(city)


def show_queue(page: Page) -> None:
    """On a phone the queue is a view of its own."""
    page.locator(".view-link[data-shows=queue]").tap()
    expect(page.locator("#queue")).to_be_visible()


def test_one_keeps_a_text_under_embargo_and_another_sees_it_and_releases_it_with_a_reason(
    people: People, visit: Visit
) -> None:
    first, second = people.editor(visit.desk_path, **SCREEN), people.editor(visit.desk_path, second=True, **PHONE)
    for page in (first, second):
        expect_live(page)
        expect_desk_live(page)
    at_desk.write(first, "He says it.", headline="The speech")
    until = in_tokyo(hours=2)
    choose_new(first, TITLE, typed(until))
    expect(first.get_by_label("City whose time that is")).to_have_value("Vienna")  # the dateline's, at first
    first.get_by_label("City whose time that is").fill("Tok")
    expect(first.locator("#cities option[value=Tokyo]")).to_be_attached()
    first.get_by_label("City whose time that is").fill("Tokyo")
    expect(first.locator("#main-action")).to_have_text("Keep under embargo")
    assert axe_findings(first) == []
    at_desk.body_field(first).press("Control+Enter")
    expect(first.locator("#said")).to_contain_text(f"Under the embargo “{TITLE}”, until {until:%H.%M} Tokyo")
    expect(at_desk.body_field(first)).to_have_value("")
    expect(first.locator("#main-action")).to_have_text("Publish")

    held = second.locator("#queue [data-waiting][data-state=held]")
    expect(held).to_contain_text("The speech")
    expect(second.locator("#queue-count")).to_have_text("1")
    expect(second.locator("#view-count")).to_be_empty()  # it waits for its time, and for nobody
    show_queue(second)
    embargo = second.locator("#queue [data-embargo]")
    expect(embargo).to_contain_text(f"until {until:%H.%M} Tokyo")
    expect(embargo).to_contain_text("Set by An Editor")
    expect(embargo.locator(".time-left")).to_have_text(re.compile(r"^in (2 h|1 h 5\d min)$"))
    assert axe_findings(second) == []
    # An open composer offers it at once.
    expect(second.locator("#new-embargo option", has_text=TITLE)).to_be_attached()

    embargo.get_by_role("button", name="Release all").tap()
    dialog = second.locator("#early-dialog")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    expect(dialog).to_contain_text(f"Under embargo until {until:%H.%M} Tokyo")
    expect(dialog).to_contain_text(TITLE)
    assert axe_findings(second) == []
    dialog.get_by_role("button", name="Release it now").tap()
    expect(dialog).to_be_visible()  # not without a reason
    dialog.get_by_label("Reason").fill(REASON)
    dialog.get_by_role("button", name="Release it now").tap()
    expect(second.locator("#said")).to_contain_text("Released: 1 update is published.")
    for page in (first, second):
        expect(page.locator("#queue [data-embargo]")).to_have_count(0)
        expect(page.locator("#updates > [data-update]").first).to_contain_text("The speech")


@BREADTH
def test_what_is_due_leaves_the_queue_and_stands_in_the_stream_of_every_desk(people: People, visit: Visit) -> None:
    first, second = people.editor(visit.desk_path, **SCREEN), people.editor(visit.desk_path, second=True, **PHONE)
    for page in (first, second):
        expect_live(page)
        expect_desk_live(page)
    act, by = visit.site.act, (visit.id, visit.site.editor_id)
    until = in_tokyo(days=1)
    terms = {"city": "Tokyo", "zone": "Asia/Tokyo"}
    embargo_id = act(newsroom.embargoes.set_embargo, *by, TITLE, until=until, **terms)
    for words in ("The first text.", "The second text."):
        act(newsroom.drafts.save, *by, Post(words), state=State.HELD, embargo=embargo_id)
    act(newsroom.banner.hold_banner, *by, embargo_id, "He has spoken")
    for page in (first, second):
        expect(page.locator("#queue [data-waiting][data-state=held]")).to_have_count(2)
        expect(page.locator("#queue [data-held-banner]")).to_contain_text("He has spoken")
        expect(page.locator("#banner")).to_have_attribute("data-level", "")
    soon = {"until": in_tokyo(seconds=2), "note_text": REASON, **terms}
    act(newsroom.embargoes.change_embargo, *by, embargo_id, version=1, title=TITLE, **soon)
    for page in (first, second):
        expect(page.locator("#queue [data-embargo]")).to_have_count(0)
        expect(page.locator("#queue-count")).to_have_text("0")
        expect(page.locator("#updates > [data-update]").first).to_contain_text("The second text.")
        expect(page.locator("#banner")).to_contain_text("He has spoken")


def test_an_open_composer_keeps_the_embargo_that_was_chosen_and_publishes_nothing_by_mistake(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 422", "status of 422")
    act, by = visit.site.act, (visit.id, visit.site.editor_id)
    embargo_id = act(newsroom.embargoes.set_embargo, *by, TITLE)
    page = people.editor(visit.desk_path)
    expect_live(page)
    expect_desk_live(page)
    at_desk.write(page, "Only when he speaks.")
    page.locator("#composer").get_by_text("Publish later").click()
    page.locator("#new-embargo").select_option(embargo_id)
    expect(page.locator("#new-publish_at")).to_be_hidden()  # one or the other
    expect(page.locator("#main-action")).to_have_text("Keep under embargo")
    act(newsroom.embargoes.set_embargo, *by, "Wheels up")
    expect(page.locator("#new-embargo option", has_text="Wheels up")).to_be_attached()
    expect(page.locator("#new-embargo")).to_have_value(embargo_id)
    act(newsroom.embargoes.release, *by, embargo_id)
    expect(page.locator("#composer [data-notice]")).to_contain_text("Released or changed meanwhile")
    expect(page.locator("#main-action")).to_have_text("Keep under embargo")
    page.locator("#main-action").click()
    expect(page.locator("#composer .form-errors")).to_contain_text("has been released")
    expect(at_desk.body_field(page)).to_have_value("Only when he speaks.")
    assert page.locator("#updates > [data-update]").count() == 3


@BREADTH
def test_a_text_under_embargo_is_edited_and_its_page_says_state_and_terms(people: People, visit: Visit) -> None:
    act, by = visit.site.act, (visit.id, visit.site.editor_id)
    until, terms = in_tokyo(days=1), {"city": "Tokyo", "zone": "Asia/Tokyo"}
    embargo_id = act(newsroom.embargoes.set_embargo, *by, TITLE, until=until, **terms)
    held = act(newsroom.drafts.save, *by, Post("It waits."), state=State.HELD, embargo=embargo_id)
    page = people.editor(f"{visit.desk_path}/updates/{held}")
    expect(page.locator("#state")).to_contain_text(f"Under the embargo “{TITLE}”, until {until:%H.%M} Tokyo")
    expect(page.locator("#main-action")).to_have_text("Keep under embargo")
    expect(page.locator(".edit-embargo .time-left")).not_to_be_empty()
    expect_desk_live(page)
    assert axe_findings(page) == []
    at_desk.body_field(page).fill("It waits, in better words.")
    reason = page.get_by_label("Reason to release it before its time")
    reason.fill(REASON)
    later = {"until": until + timedelta(hours=1), **terms}
    act(newsroom.embargoes.change_embargo, *by, embargo_id, version=1, title="After dinner", **later)
    for place in ("#state", ".edit-embargo", "#edit-embargo option:checked"):
        expect(page.locator(place)).to_contain_text("After dinner")
    expect(page.locator("#state")).to_contain_text(f"until {until + timedelta(hours=1):%H.%M} Tokyo")
    expect(page.locator("#edit-embargo")).to_have_value(embargo_id)
    expect(reason).to_have_value(REASON)
    expect(at_desk.body_field(page)).to_have_value("It waits, in better words.")
    at_desk.body_field(page).press("Control+Enter")
    expect(page.locator("#queue [data-waiting][data-state=held]")).to_contain_text("It waits, in better words.")
    page.get_by_role("link", name="It waits, in better words.").click()
    page.get_by_label("Reason to release it before its time").fill(REASON)
    page.get_by_role("button", name="Release it alone").click()
    expect(page.locator("#updates > [data-update]").first).to_contain_text("It waits, in better words.")


@BREADTH
def test_without_scripts_embargoes_are_plain_forms(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect("answered 422", "status of 422")
    page = people.editor(visit.desk_path, java_script_enabled=False)
    at_desk.write(page, "He says it.")
    until = in_tokyo(hours=2)
    choose_new(page, TITLE, typed(until), "Tokyo")
    page.get_by_role("button", name="Keep under embargo").click()
    held = page.locator("#queue [data-waiting][data-state=held]")
    expect(held).to_contain_text("He says it.")
    page.get_by_role("link", name="Change terms").click()
    page.get_by_label("Name of the embargo").fill("When she speaks")
    page.get_by_role("button", name="Change the terms").click()
    expect(page.locator(".embargo-title")).to_have_text("When she speaks")
    page.get_by_role("button", name="Release all").click()  # the page that asks
    expect(page.locator("#release-note-error")).to_contain_text(f"until {until:%H.%M} Tokyo")
    page.locator("#release-note").fill(REASON)
    page.get_by_role("button", name="Release all of it now").click()
    expect(page.locator("#updates > [data-update]").first).to_contain_text("He says it.")
