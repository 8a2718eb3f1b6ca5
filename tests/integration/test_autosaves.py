"""A text is saved at the server while it is written: for its account alone, over the version it was written over."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import Autosave, Event, Reporter, State, Update, Visit
from blog.models.visit import now
from blog.newsroom import autosaves
from blog.newsroom.commits import write_session
from blog.newsroom.errors import AutosaveConflict
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.integration.test_queries import counted
from tests.markup import one, parse
from tests.sample_visit import SampleVisit

DRAFTS = "/desk/visits/talks/drafts"
POST = "/desk/visits/talks/updates"
KEY, TEXT = "a1b2c3", "Four hours of talks, and not one word."
PHONE = "Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def put(
    desk: Desk, body: str = TEXT, *, key: str = KEY, version: int = 0, agent: str = "", **fields: Any
) -> TestResponse:
    headers = {"X-CSRFToken": desk.token, "User-Agent": agent}
    data = {"body": body, "headline": "", "version": version, **fields}
    return desk.client.put(f"{DRAFTS}/{key}", data=data, headers=headers, content_type="multipart/form-data")


def rows(**where: Any) -> list[Autosave]:
    db.session.rollback()
    return list(db.session.scalars(select(Autosave).filter_by(**where)))


def offers(answer: TestResponse) -> list[str]:
    return [item.get("data-offer") for item in parse(answer).cssselect("#unsent > li")]


@pytest.fixture
def phone(app: Flask, talks: SampleVisit) -> Desk:
    """The editor once more, on another device."""
    return Desk.of(app).sign_in(talks.editor_email)


@pytest.mark.both_footings
def test_each_save_is_a_new_version_and_the_same_words_are_none(desk: Desk, talks: SampleVisit) -> None:
    first = put(desk)
    assert (first.status_code, first.headers["X-Draft-Version"], first.headers["ETag"]) == (204, "1", '"1"')
    assert not first.data
    assert put(desk, TEXT + " More.", version=1).headers["X-Draft-Version"] == "2"
    assert put(desk, TEXT + " More.", version=2).headers["X-Draft-Version"] == "2"
    assert put(desk, TEXT + " More.", version=1).headers["X-Draft-Version"] == "2", "an answer that got lost"
    (row,) = rows()
    assert dict(row.fields) == {"headline": "", "body": TEXT + " More."}


@pytest.mark.both_footings
def test_two_devices_that_both_went_on_writing_get_both_wordings(desk: Desk, phone: Desk) -> None:
    put(desk)
    assert put(phone, "From the phone.", version=1, agent=PHONE).status_code == 204
    refused = put(desk, "From the laptop.", version=1)
    assert refused.status_code == 409
    both = refused.get_json()
    assert dict(both["theirs"])["body"] == "From the phone."
    assert dict(both["yours"])["body"] == "From the laptop."
    assert both["device"] == "Firefox on Android"
    assert both["version"] == 2
    assert "Vienna" in both["time"] or "Tokyo" in both["time"] or "UTC" in both["time"]
    assert dict(rows()[0].fields)["body"] == "From the phone.", "nothing was overwritten"
    assert put(desk, "Both.", version=2).headers["X-Draft-Version"] == "3"


@pytest.mark.both_footings
def test_of_two_devices_that_save_at_the_same_moment_one_is_told_of_the_other(app: Flask, talks: SampleVisit) -> None:
    outcomes: list[str] = []

    def save(words: str, start: Barrier) -> None:
        with app.app_context():
            start.wait()
            try:
                autosaves.save(talks.visit_id, talks.editor_id, KEY, [("body", words)], version=0)
                outcomes.append(words)
            except AutosaveConflict as error:
                outcomes.append(f"told of {dict(error.saved.fields)['body']}")

    for _turn in range(5):
        outcomes.clear()
        with write_session() as session:
            session.execute(delete(Autosave))
        start = Barrier(2)
        devices = [Thread(target=save, args=(words, start)) for words in ("one", "other")]
        for device in devices:
            device.start()
        for device in devices:
            device.join()
        (kept,) = [dict(row.fields)["body"] for row in rows()]
        assert sorted(outcomes) == sorted([kept, f"told of {kept}"])


def test_a_tab_may_save_over_what_it_sent_itself_when_the_answer_got_lost(desk: Desk, phone: Desk) -> None:
    put(desk, writer="tab-1")
    assert put(desk, "More.", version=0, writer="tab-1").headers["X-Draft-Version"] == "2"
    assert put(phone, "Other.", version=0, writer="tab-2").status_code == 409
    assert put(phone, "Other.", version=0, writer="").status_code == 409


@pytest.mark.parametrize("action", [pytest.param("publish", marks=pytest.mark.both_footings), "draft", "submit"])
def test_sending_a_text_ends_its_autosave_in_the_same_transaction(desk: Desk, phone: Desk, action: str) -> None:
    put(desk)
    assert desk.publish("talks", TEXT, client_key=KEY, action=action).status_code == 303
    (row,) = rows()
    assert (row.ended, row.content, row.excerpt) == ("sent", "", "")
    late = put(phone, version=1)
    assert (late.status_code, late.get_json()["ended"]) == (410, "sent")
    assert put(phone, version=row.version).status_code == 410
    assert not offers(desk.get("/desk/visits/talks"))


def test_a_text_that_is_refused_keeps_its_autosave(desk: Desk) -> None:
    put(desk)
    assert desk.publish("talks", TEXT, client_key=KEY, kind="nonsense").status_code == 422
    assert rows()[0].ended == ""


def test_a_text_confirmed_as_a_new_update_ends_the_autosave_of_its_form(desk: Desk) -> None:
    desk.publish("talks", TEXT, client_key="another")
    put(desk)
    assert desk.publish("talks", TEXT, client_key=KEY).status_code == 422
    assert desk.post(f"{POST}?sure=again", {"body": TEXT, "client_key": KEY, "action": "publish"}).status_code == 303
    assert {row.ended for row in rows()} == {"sent"}


@pytest.mark.both_footings
def test_no_request_that_was_late_revives_a_text_that_was_sent_before_it_was_saved(desk: Desk) -> None:
    desk.publish("talks", TEXT, client_key=KEY)
    assert put(desk).status_code == 410


@pytest.mark.both_footings
def test_discarding_deletes_the_words_and_tells_the_other_device(desk: Desk, phone: Desk) -> None:
    put(desk)
    answer = desk.post(f"{DRAFTS}/{KEY}/discard")
    assert answer.status_code == 303
    (row,) = rows()
    assert (row.ended, row.content) == ("discarded", "")
    late = put(phone, "From the phone.", version=1)
    assert (late.status_code, late.get_json()["ended"]) == (410, "discarded")


def heads(talks: SampleVisit) -> tuple[int, int, int]:
    db.session.rollback()
    visit = db.session.get_one(Visit, talks.visit_id, populate_existing=True)
    counts = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Event, Update)]
    return visit.head, counts[0], counts[1]


def test_an_edit_that_changes_nothing_ends_its_autosave_too(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    fresh = one(parse(desk.get(f"{POST}/{public_id}")), "#editor [name=client_key]").get("value")
    assert fresh.startswith(f"edit-{public_id}-")
    put(desk, "Two days.", key=fresh, base="1")
    head = heads(talks)
    fields = {"body": "Two days.", "version": "1", "change": "update", "client_key": fresh}
    assert desk.post(f"{POST}/{public_id}", fields).status_code == 303
    assert rows()[0].ended == "sent"
    assert heads(talks) == head


def test_what_is_too_long_is_refused_with_a_sentence(desk: Desk) -> None:
    refused = put(desk, "x" * 20_001)
    assert refused.status_code == 422
    assert "too long" in refused.get_json()["sentence"]
    assert put(desk, headline="x" * 201).status_code == 422
    assert put(desk, key="k" * 81).status_code == 422
    assert put(desk, note="x" * 70_000).status_code == 413
    assert put(desk, "四" * 20_000).status_code == 204
    assert not rows(client_key="k" * 81)


def test_it_is_for_members_who_are_signed_in_with_a_token(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    assert app.test_client().put(f"{DRAFTS}/{KEY}", data={"body": TEXT}).status_code == 401
    assert desk.client.put(f"{DRAFTS}/{KEY}", data={"body": TEXT}).status_code == 400
    other = newsroom.visits.open_visit("closed", title="Closed", by_id=SYSTEM)
    with write_session() as session:
        session.get_one(Reporter, talks.editor_id).memberships = []
    assert put(desk).status_code == 403
    assert other
    assert not rows()


def test_a_stale_token_is_answered_with_a_fresh_one_and_its_account(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    headers = {"X-CSRFToken": "stale", "Accept": "application/json"}
    answer = desk.client.put(f"{DRAFTS}/{KEY}", data={"body": TEXT}, headers=headers)
    assert answer.status_code == 400
    fresh = json.loads(answer.headers["HX-Trigger"])["dateline:token"]
    assert fresh["reporter"] == str(talks.editor_id)
    desk.token = fresh["token"]
    assert put(desk).status_code == 204


@pytest.mark.both_footings
def test_the_oldest_texts_go_when_there_are_too_many_and_what_is_a_month_old(
    desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosaves, "MOST_KEPT", 3)
    for number in range(5):
        put(desk, f"Text {number}.", key=f"k{number}")
    assert sorted(row.client_key for row in rows()) == ["k2", "k3", "k4"]
    with as_of(now() + timedelta(days=31)):
        autosaves.save(talks.visit_id, talks.editor_id, "k9", [("body", "Later.")], version=0)
    assert [row.client_key for row in rows()] == ["k9"]


def test_a_hundred_and_twenty_a_minute_and_no_more(desk: Desk) -> None:
    statuses = [put(desk, f"Text {number}.", version=number).status_code for number in range(121)]
    assert statuses == [204] * 120 + [429]


@pytest.mark.both_footings
def test_a_save_costs_one_statement_and_waits_for_no_one_for_long(desk: Desk, talks: SampleVisit) -> None:
    put(desk)
    with counted() as said:
        put(desk, "More.", version=1)
    assert [each.split()[0] for each in said if each.split()[0] != "SELECT"] == ["INSERT"]
    assert len(said) <= 6, said


def test_a_draft_that_waits_is_edited_and_published_with_its_autosave_ended(desk: Desk, talks: SampleVisit) -> None:
    public_id = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft."), state=State.DRAFT)
    for version, action in ((1, "draft"), (2, "publish")):
        key = f"edit-{public_id}-{version}"
        put(desk, "A better draft.", key=key, base=str(version))
        fields = {"body": f"A better draft {version}.", "version": version, "action": action, "client_key": key}
        assert desk.post(f"{POST}/{public_id}", fields).status_code == 303
        assert rows(client_key=key)[0].ended == "sent"
