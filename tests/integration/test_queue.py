"""The queue at the desk: in which order it waits, what each row offers, and what its forms answer."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models import State, Update
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.integration.test_handins import NOTE, hand_in, row, second_editor
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

POST, HTMX = "/desk/visits/talks/updates", {"HX-Request": "true"}


@pytest.fixture
def rita(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.reporter_email)


def queue(desk: Desk) -> Element:
    return one(parse(desk.get("/desk/visits/talks")), "#queue")


def waiting(desk: Desk) -> list[tuple[str, str]]:
    """What waits, by its id and state, in the order of the page."""
    return [(each.get("data-waiting"), each.get("data-state")) for each in queue(desk).cssselect("[data-waiting]")]


def headings(desk: Desk) -> list[str]:
    return [words(heading) for heading in queue(desk).cssselect("h3")]


def test_what_waits_for_oneself_comes_first(desk: Desk, rita: Desk, talks: SampleVisit) -> None:
    by, bea, due = (talks.visit_id, talks.editor_id), second_editor(talks), now() + timedelta(hours=1)
    claimed, mine, free, returned = (hand_in(talks) for _ in range(4))
    newsroom.claims.claim(talks.visit_id, bea, claimed)
    newsroom.claims.claim(*by, mine)
    newsroom.handins.return_(*by, returned, NOTE)
    late = newsroom.drafts.save(*by, Post("Late."), state=State.SCHEDULED, due_at=due + timedelta(hours=1))
    soon = newsroom.drafts.save(*by, Post("Soon."), state=State.SCHEDULED, due_at=due)
    draft = newsroom.drafts.save(*by, Post("A thought."))
    handed_in = [(public_id, "submitted") for public_id in (claimed, mine, free)]  # as they came: a claim moves nothing
    scheduled = [(soon, "scheduled"), (late, "scheduled")]
    assert waiting(desk) == [*handed_in, *scheduled, (returned, "returned"), (draft, "draft")]
    assert headings(desk) == ["Handed in 3", "Scheduled 2", "Returned to their authors 1", "Drafts 1"]
    assert waiting(rita)[0] == (returned, "returned")
    assert headings(rita) == ["Returned to you 1", "Handed in 3"]
    first = words(queue(rita).cssselect("[data-waiting]")[0])
    assert NOTE in first
    assert "Returned by" in first
    assert one(queue(desk), f"#w-{soon} [data-due]").get("data-due")
    page = queue(desk)
    for each in page.cssselect("[data-waiting]"):
        title = one(page, f"#w-title-{each.get('data-waiting')}")
        acts = each.cssselect(".waiting-acts :is(button, a, summary)")
        assert {act.get("aria-describedby") for act in acts} == {title.get("id")}, "many rows have the same buttons"


def test_an_editor_claims_reads_and_publishes_in_two_presses(desk: Desk, talks: SampleVisit) -> None:
    public_id = hand_in(talks)
    claim = one(queue(desk), f"#w-{public_id} form[action$='/claim']")
    answer = desk.post(claim.get("action"), {}, headers=HTMX)
    claimed = one(parse(answer), f"#w-{public_id}")
    assert one(claimed, "details.waiting-text").get("open") is not None
    assert "Rita's words." in words(one(claimed, ".quoted"))
    assert "Claimed by you" in words(claimed)
    assert "with you" in said(answer.headers)
    publish = one(claimed, "form[action$='/approve']")
    fields = {"version": one(publish, "[name=version]").get("value")}
    answer = desk.post(publish.get("action"), fields, headers=HTMX)
    assert "Published" in said(answer.headers)
    assert not parse(answer).cssselect(f"#w-{public_id}")
    assert parse(answer).cssselect("#just-published .take-back")
    assert saved(public_id).state is State.PUBLISHED


def said(headers: object) -> str:
    message: str = json.loads(headers["HX-Trigger"])["dateline:message"]  # type: ignore[index]
    return message


def saved(public_id: str) -> Update:
    update = row(public_id)
    assert update
    return update


def test_without_scripts_each_act_is_a_form_and_asks_on_a_page(desk: Desk, talks: SampleVisit) -> None:
    public_id, bea = hand_in(talks), second_editor(talks)
    update = f"{POST}/{public_id}"
    answer = desk.post(f"{update}/return", {})
    assert answer.status_code == 422
    assert "Say what is missing" in words(one(parse(answer), "#decide"))
    newsroom.claims.claim(talks.visit_id, bea, public_id)
    for act, fields in {"claim": {}, "return": {"note": NOTE}, "approve": {"version": "1"}, "discard": {}}.items():
        page = parse(desk.post(f"{update}/{act}", fields))
        assert "Bea claimed this at" in words(one(page, ".form-question")), act
        assert one(page, "#decide [name=sure]").get("value") == "claim"
        if act == "return":
            assert one(page, "#decide-note").get("value") == NOTE
    assert desk.post(f"{update}/return", {"note": NOTE, "sure": "claim"}).status_code == 303
    assert saved(public_id).desk_note == NOTE
    page = parse(desk.post(f"{update}/discard", {}))
    assert "nobody can bring it back" in words(one(page, ".form-question"))
    assert desk.post(f"{update}/discard", {"sure": "discard"}).status_code == 303
    assert row(public_id) is None
    assert desk.post(f"{update}/discard", {"sure": "discard"}).status_code == 404


def test_a_press_that_comes_too_late_gets_the_queue_as_it_is_and_the_reason(desk: Desk, talks: SampleVisit) -> None:
    gone, published, taken = (hand_in(talks) for _ in range(3))
    desk.get("/desk/visits/talks")
    newsroom.handins.discard(talks.visit_id, talks.reporter_id, gone)
    newsroom.drafts.publish(talks.visit_id, talks.reporter_id, published, Post("Read by many."), version=1)
    newsroom.claims.claim(talks.visit_id, second_editor(talks), taken)
    for public_id, status, sentence in (
        (gone, 422, "it was discarded"),
        (published, 422, "It has been published"),
        (taken, 409, "Bea claimed this"),
    ):
        answer = desk.post(f"{POST}/{public_id}/claim", {}, headers=HTMX)
        assert (answer.status_code, sentence in said(answer.headers)) == (status, True)
        assert [each.get("data-waiting") for each in parse(answer).cssselect("[data-waiting]")] == [taken]


def test_the_author_sees_the_note_while_editing_and_hands_in_again(desk: Desk, rita: Desk, talks: SampleVisit) -> None:
    public_id = hand_in(talks)
    before = parse(rita.get(f"{POST}/{public_id}"))
    newsroom.handins.return_(talks.visit_id, talks.editor_id, public_id, NOTE)
    late = {"body": "Other words.", "version": one(before, "#editor [name=version]").get("value"), "action": "submit"}
    answer = rita.post(f"{POST}/{public_id}", late)
    assert answer.status_code == 409
    assert NOTE in words(one(parse(answer), "#returned"))
    page = parse(rita.get(f"{POST}/{public_id}"))
    assert NOTE in words(one(page, "#returned"))
    assert words(one(page, "#main-action")) == "Hand in again"
    assert rita.post(f"{POST}/{public_id}", late | {"version": "2", "action": "draft"}).status_code == 303
    assert saved(public_id).state is State.RETURNED
    assert rita.post(f"{POST}/{public_id}", late | {"version": "3"}).status_code == 303
    assert saved(public_id).state is State.SUBMITTED
    for again in (one(queue(desk), f"#w-{public_id}"), one(parse(desk.get(f"{POST}/{public_id}")), "#content")):
        assert "Handed in again" in words(again)
        assert f"An editor had returned it: {NOTE}" in words(again)
        changes = one(again, f"#since-{public_id} .since-return")
        marked = [words(each) for each in changes.cssselect("del, ins")]
        assert marked == ["[removed: Handed in]", "[removed: Rita's words.]", "[added: Other words.]"]
    newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
    assert saved(public_id).returned_text.startswith("Handed in")
    assert "may be working on it" in words(one(parse(rita.get(f"{POST}/{public_id}")), "#claimed"))


def test_with_approval_the_desk_offers_a_reporter_to_hand_in(desk: Desk, rita: Desk, talks: SampleVisit) -> None:
    published = talks.publish("From before.")
    assert desk.post("/desk/visits/talks/set-up/approval", {"approval": "1"}).status_code == 303
    page = parse(rita.get("/desk/visits/talks"))
    assert words(one(page, "#composer #main-action")) == "Hand in"
    assert not page.cssselect("#composer [value=publish]")
    answer = rita.publish("talks", "My text.", action="publish")
    assert answer.status_code == 422
    assert "Hand it in instead" in answer.text
    assert "My text." in answer.text
    page = parse(rita.get(f"{POST}/{published}"))
    assert not page.cssselect("#editor, #main-action")
    assert "Ask one to make it" in words(one(page, "#state"))
    page = parse(rita.get(f"{POST}/{hand_in(talks)}"))
    assert not page.cssselect("#editor [value=publish]")
    assert words(one(parse(desk.get("/desk/visits/talks")), "#composer #main-action")) == "Publish"
    db.session.rollback()
