"""A colleague decides on a text while its author has it open: one notice says who, when, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.wire.service import wire
from tests.desk import Desk
from tests.integration.test_handins import NOTE, hand_in, row
from tests.integration.test_ways import HTMX_FORM, POST, cursor_of, demand, heard
from tests.markup import Element, event, one, parse, words
from tests.opened_form import HTMX
from tests.sample_visit import SampleVisit


@pytest.fixture
def rita(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.reporter_email)


@pytest.fixture
def told(rita: Desk, talks: SampleVisit) -> Callable[[], Element]:
    """What the reporter's open page hears of what happens after this."""
    before = cursor_of(talks)
    return lambda: heard(rita, talks, before)


def buttons(notice: Element) -> list[tuple[str, str, str]]:
    """Of each button of a notice: what it says, its name and its value; the main one first."""
    found = notice.cssselect("button")
    assert [button.get("data-main") for button in found] == ["", *[None] * (len(found) - 1)]
    return [(words(button), button.get("name"), button.get("value")) for button in found]


DRAFT = ("Save as a new draft", "action", "draft")


def test_what_an_editor_publishes_can_take_in_what_its_author_has_added_since(rita: Desk, talks: SampleVisit) -> None:
    public_id = hand_in(talks)
    before = cursor_of(talks)
    newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=1)
    page = heard(rita, talks, before)
    notice = one(page, "#meanwhile")
    assert words(notice).startswith("An editor published this text at")
    assert "What you have written since is not in it" in words(notice)
    assert buttons(notice) == [("Put it into the published update", "take", "mine"), DRAFT]
    assert words(one(page, "#state")).startswith("Published")
    assert one(page, "#beside-edit .edit-now .quoted") is not None
    sent = {"headline": "Handed in", "body": "Rita's words. And more.", "version": "1"}
    taken = parse(rita.post(f"{POST}/{public_id}", sent | {"take": "mine"}, headers=HTMX_FORM))
    assert words(one(taken, ".page-lead")).startswith("An editor published this text at")
    assert words(one(taken, "#editor #main-action")) == "Publish the change"
    version = one(taken, "#editor [name=version]").get("value")
    kind = one(taken, "#editor [name=change][checked]").get("value")
    change = sent | {"version": version, "change": kind, "action": "publish"}
    assert rita.post(f"{POST}/{public_id}", change).status_code == 303
    update = row(public_id)
    assert update
    assert (update.body, update.version) == ("Rita's words. And more.", 3)


def test_where_editors_approve_it_becomes_a_new_draft(
    rita: Desk, talks: SampleVisit, told: Callable[[], Element]
) -> None:
    demand(talks)
    public_id = hand_in(talks)
    newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=1)
    notice = one(told(), "#meanwhile")
    assert "an editor makes the changes" in words(notice)
    assert buttons(notice) == [DRAFT]
    sent = {"body": "Rita's words. And more.", "version": "1", "action": "draft", "client_key": f"edit-{public_id}-x"}
    saved = rita.post(one(notice, "[data-main]").get("data-address"), sent, headers=HTMX_FORM)
    assert saved.status_code in (204, 303)
    published, page = row(public_id), parse(rita.get("/desk/visits/talks"))
    assert published
    assert published.body == "Rita's words."
    assert "And more." in words(one(page, "#queue [data-state=draft]"))


def test_a_returned_text_goes_on_from_where_its_author_is(
    rita: Desk, talks: SampleVisit, told: Callable[[], Element]
) -> None:
    public_id = hand_in(talks)
    newsroom.handins.return_(talks.visit_id, talks.editor_id, public_id, NOTE)
    page = told()
    notice = one(page, "#meanwhile")
    assert words(notice).startswith("An editor returned this text at")
    assert NOTE in words(one(page, "#decision"))
    assert buttons(notice) == [("Hand in again", "action", "submit")]
    assert notice.get("data-same") == "1", "no word has changed: the form may go on as the next version"
    sent = {"body": "Ada Nord says so.", "version": notice.get("data-version"), "action": "submit"}
    assert rita.post(f"{POST}/{public_id}", sent).status_code == 303
    update = row(public_id)
    assert update
    assert (update.state, update.body) == (State.SUBMITTED, "Ada Nord says so.")


def test_of_a_withdrawal_one_notice_says_who_when_why_and_what_can_be_done(rita: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    before = cursor_of(talks)
    talks.withdraw(public_id, "It was three.")
    page = heard(rita, talks, before)
    notice = one(page, "#meanwhile[data-gone]")
    assert words(notice).startswith("An editor withdrew this update at")
    assert "“It was three.”" in words(notice)
    assert buttons(notice) == [DRAFT]
    assert words(one(page, "#state[hidden]")) == ""
    assert "One line in its place: “It was three.”" in words(one(page, "#beside-edit"))
    assert not one(page, "#beside-edit").cssselect("form, button")
    sent = {"body": "Three days.", "version": "1", "change": "update", "action": "publish"}
    for headers in ({}, HTMX_FORM):
        answer = parse(rita.post(f"{POST}/{public_id}", sent, headers=headers))
        assert words(one(answer, "#meanwhile:not([hidden])")).startswith("An editor withdrew this update at")
        assert not answer.cssselect(".form-errors, #state")
        [main] = answer.cssselect("#editor [name=action]:not([value=preview])")
        assert words(main) == DRAFT[0]


def test_who_has_a_text_open_that_is_discarded_keeps_what_is_in_the_form(rita: Desk, talks: SampleVisit) -> None:
    public_id = hand_in(talks)
    before = cursor_of(talks)
    newsroom.handins.discard(talks.visit_id, talks.editor_id, public_id)
    page = heard(rita, talks, before)
    notice = one(page, f"#meanwhile[data-gone][data-about='{public_id}']")
    assert words(notice).startswith("An editor discarded this text for good.")
    assert buttons(notice) == [DRAFT]
    gone = [each.get("hx-target") for each in page.cssselect("hx-partial[hx-swap=delete]")]
    assert gone == [f'#{place}[data-about="{public_id}"]' for place in ("state", "decision", "beside-edit")]


def test_an_editor_is_asked_before_publishing_what_its_author_is_editing(
    desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id, own = hand_in(talks), talks.editor_id
    editing = {talks.reporter_id: "Rita", own: "An editor"}
    monkeypatch.setattr(wire().pump.presence, "editing", lambda *_: editing)
    approve, sent = f"{POST}/{public_id}/approve", {"version": "1"}
    sentence = "Rita is editing this now. What is not handed in yet would not be in it."
    by_script = desk.post(approve, sent, headers=HTMX)
    assert (by_script.status_code, event(by_script, "message")) == (409, sentence)
    page = parse(desk.post(approve, sent))
    assert words(one(page, ".form-question")) == sentence
    assert one(page, "#decide [name=sure]").get("value") == "editing"
    change = {"body": "Better.", "version": "1", "action": "publish"}
    asked = parse(desk.post(f"{POST}/{public_id}", change, headers=HTMX_FORM))
    assert words(one(asked, "#editor .form-question button")) == "Publish it all the same"
    update = row(public_id)
    assert update
    assert update.state is State.SUBMITTED
    del editing[talks.reporter_id]
    assert desk.post(approve, sent, headers=HTMX).status_code == 200, "one's own page is no colleague"
    other = hand_in(talks)
    editing[talks.reporter_id] = "Rita"
    assert desk.post(f"{POST}/{other}/approve", sent | {"sure": "editing"}, headers=HTMX).status_code == 200


def test_an_author_hears_on_the_whole_desk_what_was_decided_and_nobody_else_does(
    desk: Desk, rita: Desk, talks: SampleVisit
) -> None:
    returned, published, own = hand_in(talks), hand_in(talks), talks.publish("Two days.")
    before, by = cursor_of(talks), (talks.visit_id, talks.editor_id)
    newsroom.handins.return_(*by, returned, NOTE)
    newsroom.handins.approve(*by, published, version=1)
    newsroom.updates.withdraw(*by, own, "It was three.")
    lines = heard(rita, talks, before).cssselect("hx-partial[hx-target='#desk-news'] .desk-news-line")
    assert [words(one(line, ":scope > span")) for line in lines] == [
        f"An editor returned your text: Handed in {NOTE}",
        "An editor published your text: Handed in",
        "An editor withdrew your update: Two days. It was three.",
    ]
    assert [one(line, "a").get("href") for line in lines] == [
        f"/desk/visits/talks#w-{returned}",
        *(f"/live/talks/updates/{public_id}#u-{public_id}" for public_id in (published, own)),
    ]
    assert not heard(desk, talks, before).cssselect(".desk-news-line")
    before, edit = cursor_of(talks), newsroom.drafts.edit
    edit(talks.visit_id, talks.reporter_id, returned, Post("Better."), version=2, state=State.SUBMITTED)
    newsroom.handins.return_(*by, returned, NOTE)
    edit(talks.visit_id, talks.reporter_id, returned, Post("Good."), version=4, state=State.SUBMITTED)
    assert not heard(rita, talks, before).cssselect(".desk-news-line"), "what is no more so is not told"


def test_an_open_edit_learns_by_what_buttons_it_can_leave_when_editors_begin_to_approve(
    rita: Desk, talks: SampleVisit
) -> None:
    public_id = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("A draft."))
    address, before = f"{POST}/{public_id}", cursor_of(talks)
    page = parse(rita.get(address))
    assert words(one(page, "#edit-ways #main-action")) == "Publish"
    assert one(page, "#edit-ways > #ways-anew[hidden]") is not None
    demand(talks)
    anew = one(heard(rita, talks, before), "hx-partial[hx-target='#ways-anew'] > #ways-anew")
    buttons_now = parse(rita.get(f"{address}{anew.get('hx-get')}"))
    assert words(one(buttons_now, "#edit-ways #main-action")) == "Hand in"
    assert one(buttons_now, "#ways-anew[hidden]").get("hx-get") is None


def test_an_open_edit_learns_by_what_buttons_it_can_leave_when_the_visit_ends_and_goes_on(
    desk: Desk, talks: SampleVisit
) -> None:
    public_id = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft."))
    address = f"{POST}/{public_id}"
    assert words(one(parse(desk.get(address)), "#edit-ways #main-action")) == "Publish"
    for status, label in (("ended", "Save as draft"), ("live", "Publish")):
        before = cursor_of(talks)
        newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
        anew = one(heard(desk, talks, before), "hx-partial[hx-target='#ways-anew'] > #ways-anew")
        buttons_now = parse(desk.get(f"{address}{anew.get('hx-get')}"))
        assert words(one(buttons_now, "#edit-ways #main-action")) == label


def test_what_its_author_saves_on_another_page_is_told_without_a_word_about_writing(
    rita: Desk, talks: SampleVisit, told: Callable[[], Element]
) -> None:
    public_id = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("A draft."))
    newsroom.drafts.edit(
        talks.visit_id, talks.reporter_id, public_id, Post("A draft."), version=1, state=State.SUBMITTED
    )
    notice = one(told(), f"#meanwhile[data-about='{public_id}']")
    assert words(one(notice, "strong")).startswith("This update was saved from elsewhere at")
    assert "writing" not in words(one(notice, "strong"))
    assert (notice.get("hx-get"), notice.get("hx-select")) == ("", "#editor")
