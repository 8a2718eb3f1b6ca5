"""Two people change the same update: who is slower sees who, when and what, and takes mine, theirs or both."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import State, Update
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.integration.test_desk_enter import dangerous
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

BASE = "The talks lasted two days. Both sides will meet again."
THEIRS = "The talks lasted two days. Both sides will meet again in Tokyo."
MINE = "The talks lasted three days. Both sides will meet again."
MERGED = "The talks lasted three days. Both sides will meet again in Tokyo."


def row() -> Update:
    """The only update, read afresh."""
    db.session.rollback()
    return db.session.scalars(select(Update)).one()


def fields_of(answer: TestResponse) -> dict[str, Any]:
    """What a browser would send of the form, without its button."""
    form = one(parse(answer), "form#editor")
    sent = {name: value.removeprefix("\n") for name, value in form.fields.items() if value and isinstance(value, str)}
    del sent["csrf_token"]
    return sent | {"topics": [box.get("value") for box in form.cssselect("[name=topics][checked]")]}


@pytest.fixture
def reporter(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.reporter_email)


@pytest.fixture
def conflict(reporter: Desk, talks: SampleVisit) -> TestResponse:
    """The answer to the reporter, whose form is older than what the editor has published."""
    public_id = talks.publish(BASE, headline="Talks", topics=["trade"])
    mine = fields_of(reporter.get(address_of(public_id)))
    talks_edit(talks, public_id, THEIRS)
    return reporter.post(address_of(public_id), mine | {"body": MINE, "change": "correction", "note": "It was three."})


def talks_edit(talks: SampleVisit, public_id: str, body: str) -> None:
    post = Post(body, headline="Talks", topics=["trade"])
    newsroom.updates.edit(talks.visit_id, talks.editor_id, public_id, post, version=1, reason="update")


def address_of(public_id: str) -> str:
    return f"/desk/visits/talks/updates/{public_id}"


def take(desk: Desk, answer: TestResponse, which: str) -> TestResponse:
    address = one(parse(answer), "form#editor").action
    taken = desk.post(address, fields_of(answer) | {"take": which})
    assert taken.status_code == 409, "nothing is saved"
    return taken


def test_it_says_who_when_and_what_both_changed(conflict: TestResponse, talks: SampleVisit) -> None:
    assert conflict.status_code == 409
    page = parse(conflict)
    lead = words(one(page, ".page-lead"))
    assert lead.startswith("An editor saved this update at")
    assert "nothing was overwritten" in lead
    theirs, mine = page.cssselect(".differences .difference")
    assert (marked(theirs, "ins"), marked(theirs, "del")) == ([" in Tokyo"], [])
    assert (marked(mine, "ins"), marked(mine, "del")) == (["three"], ["two"])
    assert row().body == THEIRS
    assert dangerous(page) == []


def marked(element: Element, tag: str) -> list[str]:
    """The words that are marked as added or removed, without those for screen readers."""
    for hidden in element.cssselect(".unseen"):
        hidden.drop_tree()
    return [each.text_content() for each in element.cssselect(f".prose {tag}")]


def test_mine_theirs_or_both_come_into_the_form_and_only_a_button_publishes(
    conflict: TestResponse, reporter: Desk
) -> None:
    answer = conflict
    for which, body in (("theirs", THEIRS), ("merged", MERGED), ("mine", MINE), ("merged", MERGED)):
        answer = take(reporter, answer, which)
        fields = fields_of(answer)
        assert (fields["body"], fields["version"]) == (body, "2"), which
        assert (fields["change"], fields["note"]) == ("correction", "It was three.")
        assert one(parse(answer), f"[name=take][value={which}]").get("aria-pressed") == "true"
        assert row().body == THEIRS
    sent = reporter.post(one(parse(answer), "form#editor").action, fields | {"action": "publish"})
    assert sent.status_code == 303
    assert (row().body, row().version, [topic.slug for topic in row().topics]) == (MERGED, 3, ["trade"])


def test_where_both_changed_the_same_words_both_are_kept_and_neither_is_published_so(
    reporter: Desk, talks: SampleVisit
) -> None:
    public_id = talks.publish("It lasted two days.")
    mine = fields_of(reporter.get(address_of(public_id)))
    talks.edit(public_id, "It lasted four days.", version=1)
    answer = reporter.post(address_of(public_id), mine | {"body": "It lasted three days.", "change": "update"})
    merged = take(reporter, answer, "merged")
    fields = fields_of(merged)
    assert fields["body"] == "It lasted ⟦yours: three⟧ ⟦theirs: four⟧ days."
    assert "Keep one of each" in words(one(parse(merged), ".take-said"))
    refused = reporter.post(address_of(public_id), fields | {"action": "publish"})
    assert refused.status_code == 422
    assert "Keep one of them, without the brackets" in refused.text
    assert row().body == "It lasted four days."


def test_a_standing_that_only_they_changed_is_taken_over_by_a_merge(reporter: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish(BASE)
    mine = fields_of(reporter.get(address_of(public_id)))
    post = Post(THEIRS, standing="confirmed")
    note = "A second source."
    newsroom.updates.edit(talks.visit_id, talks.editor_id, public_id, post, version=1, reason="update", note_text=note)
    answer = reporter.post(address_of(public_id), mine | {"body": MINE, "change": "update"})
    assert "StandingConfirmedReported" in words(one(parse(answer), ".differing"))
    assert fields_of(take(reporter, answer, "merged"))["standing"] == "confirmed"
    assert fields_of(take(reporter, answer, "mine"))["standing"] == "reported"


def test_a_draft_has_no_common_version_and_is_merged_from_both(reporter: Desk, talks: SampleVisit) -> None:
    public_id = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post(BASE), state=State.SUBMITTED)
    mine = fields_of(reporter.get(address_of(public_id)))
    newsroom.drafts.edit(talks.visit_id, talks.editor_id, public_id, Post(THEIRS), version=1, state=State.SUBMITTED)
    answer = reporter.post(address_of(public_id), mine | {"body": MINE, "action": "submit"})
    assert answer.status_code == 409
    assert words(one(parse(answer), ".page-lead")).startswith("An editor saved this update at")
    assert len(parse(answer).cssselect(".difference")) == 1
    merged = take(reporter, answer, "merged")
    assert fields_of(merged)["body"] == MERGED.replace("three", "⟦yours: three⟧ ⟦theirs: two⟧")
    assert reporter.post(address_of(public_id), fields_of(merged) | {"action": "submit"}).status_code == 303


@pytest.mark.parametrize("carried", ["", "no JSON", "[1]", '{"body": 7, "topics": [3], "headline": {"a": 1}}'])
def test_a_form_with_a_damaged_copy_of_mine_is_answered(conflict: TestResponse, reporter: Desk, carried: str) -> None:
    address = one(parse(conflict), "form#editor").action
    for which in ("mine", "theirs", "merged", "other"):
        answer = reporter.post(address, fields_of(conflict) | {"take": which, "mine": carried})
        assert answer.status_code == 409


def test_a_long_wording_of_mine_is_not_carried_along(reporter: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish(BASE)
    mine = fields_of(reporter.get(address_of(public_id)))
    talks.edit(public_id, THEIRS, version=1)
    answer = reporter.post(address_of(public_id), mine | {"body": "Long words. " * 1_500, "change": "update"})
    assert not parse(answer).cssselect("[name=mine]")
    taken = take(reporter, answer, "theirs")
    assert [button.get("value") for button in parse(taken).cssselect("[name=take]")] == ["theirs", "merged"]


def test_what_is_refused_there_stays_there_with_both_wordings_in_reach(reporter: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("It lasted two days.")
    mine = fields_of(reporter.get(address_of(public_id)))
    talks.edit(public_id, "It lasted four days.", version=1)
    answer = reporter.post(address_of(public_id), mine | {"body": "It lasted three days.", "change": "update"})
    sent = fields_of(take(reporter, answer, "merged")) | {"action": "publish"}
    for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "full"}):
        page = parse(reporter.post(address_of(public_id), sent, headers=headers))
        assert "without the brackets" in words(one(page, "#edit-body-error"))
        assert [each.get("value") for each in page.cssselect("[name=take]")] == ["mine", "theirs", "merged"]
        assert one(page, "[name=take][aria-pressed=true]").get("value") == "merged"
        theirs, own = page.cssselect(".differences .difference")
        assert (marked(theirs, "ins"), marked(own, "ins")) == (["four"], ["three"])
        assert len(page.cssselect("[autofocus]")) == 1
    again = take(reporter, reporter.post(address_of(public_id), sent), "mine")
    assert fields_of(again)["body"] == "It lasted three days."


def test_fields_that_differ_are_shown_by_the_names_people_know(reporter: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("It lasted two days.")
    mine = fields_of(reporter.get(address_of(public_id)))
    theirs = Post("It lasted two days.", speaker="ada-nord", topics=["trade"])
    newsroom.updates.edit(talks.visit_id, talks.editor_id, public_id, theirs, version=1, reason="update")
    answer = reporter.post(address_of(public_id), mine | {"speaker": "side:south", "change": "update"})
    page = parse(answer)
    assert "are the same in both" in words(one(page, ".differences"))
    rows = [[words(cell) for cell in row.cssselect("th, td")] for row in page.cssselect(".differing tbody tr")]
    assert rows == [["Speaker or side", "Ada Nord", "South"], ["Topics", "Trade", "none"]]
    merged = fields_of(take(reporter, answer, "merged"))
    assert reporter.post(address_of(public_id), merged | {"action": "publish"}).status_code == 303
