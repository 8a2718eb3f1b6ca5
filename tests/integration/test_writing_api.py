"""The writing API: a program publishes, saves, changes and withdraws through the newsroom's own rules."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blog import newsroom
from blog.extensions import db
from blog.models import State, Update
from blog.models.visit import now
from blog.queries import desk
from tests.api_client import Program, pointers
from tests.sample_visit import SampleVisit


@pytest.fixture
def program(app: Flask, talks: SampleVisit) -> Program:
    return Program.of(app, talks)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Update.id))) or 0


def update(talks: SampleVisit, public_id: str) -> Update:
    db.session.rollback()
    found = desk.update(talks.visit_id, public_id)
    assert found
    return found


def test_a_post_is_published_with_all_its_fields(program: Program, client: FlaskClient) -> None:
    sent = {
        "headline": "They met",
        "body": "In **Vienna**.",
        "kind": "statement",
        "standing": "confirmed",
        "speaker": "ada-nord",
        "topics": ["trade"],
        "key": True,
        "lang": "de",
        "by": ["A. Stringer"],
        "stop": "tokyo",
        "source": "The ministry",
        "source_url": "https://example.org/a",
        "issued_at": "2010-03-04T16:20",
        "pool_number": 4,
        "pooler": "P. Ooler",
        "pool_outlet": "Gazette",
        "also": ["pin", "banner"],
    }
    made = program.post(sent)
    assert made.status_code == 201, made.text
    assert made.headers["ETag"] == '"1"'
    assert made.headers["Cache-Control"] == "private, no-store"
    assert made.json
    assert made.json["state"] == "published"
    assert made.json["issued_at"] == "2010-03-04T07:20:00Z"
    public = client.get(made.headers["Location"]).json
    assert public
    assert (public["headline"], public["text"], public["author"]) == ("They met", "In Vienna.", "A. Stringer")
    assert (public["kind"], public["standing"], public["lang"]) == ("statement", "confirmed", "de")
    assert (public["speaker"]["key"], public["stop"]["key"]) == ("ada-nord", "tokyo")
    assert (public["key"], public["pinned"]) == (True, True)
    assert [public[name] for name in ("pool_number", "pooler", "pool_outlet")] == [4, "P. Ooler", "Gazette"]
    visit = client.get(program.base).json
    assert visit
    assert visit["banner"]["update"] == made.json["id"]


def test_without_a_stop_it_is_filed_from_where_the_visitors_are(program: Program) -> None:
    assert program.post({"body": "They met."}).json["stop"] == "vienna"
    assert program.post({"body": "They met again.", "stop": None}).json["stop"] is None


def test_the_same_key_twice_is_one_update_and_the_same_answer(app: Flask, program: Program) -> None:
    body = {"headline": "Once", "body": "And once alone.", "topics": ["trade"]}
    first = program.post(body, Idempotency_Key='"3f2a-91bc"')
    again = program.post(body, Idempotency_Key='"3f2a-91bc"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert [made.headers.get("Idempotent-Replayed") for made in (first, again)] == [None, "true"]
    assert (first.data, first.headers["ETag"], first.headers["Location"]) == (
        again.data,
        again.headers["ETag"],
        again.headers["Location"],
    )
    other = program.post({**body, "topics": []}, Idempotency_Key='"3f2a-91bc"')
    assert other.status_code == 422
    assert "already used for another request" in other.json["detail"]
    assert other.json["title"] == "This Idempotency-Key was used for another request"
    manual, _, anchor = other.json["type"].partition("#")
    assert f'id="{anchor}"' in app.test_client().get(urlsplit(manual).path).text
    assert count() == 1


def test_a_repeated_request_is_answered_whatever_has_become_of_it(program: Program, talks: SampleVisit) -> None:
    body = {"body": "A draft.", "action": "draft"}
    public_id = program.post(body, Idempotency_Key="draft-1").json["id"]
    program.send("PATCH", f"/updates/{public_id}", {"action": "publish"}, If_Match='"1"')
    talks.withdraw(public_id)
    again = program.post(body, Idempotency_Key="draft-1")
    assert (again.status_code, again.json["id"], again.json["state"]) == (201, public_id, "withdrawn")


def test_the_same_key_of_another_account_is_another_update(app: Flask, program: Program, talks: SampleVisit) -> None:
    program.post({"body": "Mine."}, Idempotency_Key="1")
    assert Program.of(app, talks, "reporter").post({"body": "Theirs."}, Idempotency_Key="1").status_code == 201
    assert count() == 2


def test_a_change_keeps_what_is_not_sent(program: Program, talks: SampleVisit) -> None:
    sent = {"headline": "They met", "body": "In Vienna.", "speaker": "ada-nord", "topics": ["trade"], "key": True}
    public_id = program.post({**sent, "issued_at": "2010-03-04T16:20", "by": ["A", "B"]}).json["id"]
    changed = program.send("PATCH", f"/updates/{public_id}", {"body": "In Graz."}, If_Match='"1"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"'), changed.text
    now_is = update(talks, public_id)
    assert (now_is.headline, now_is.body, now_is.byline) == ("They met", "In Graz.", "A\nB")
    assert (now_is.speaker and now_is.speaker.key, now_is.is_key, now_is.issued_at is None) == ("ada-nord", True, False)
    corrected = {"body": "In Linz.", "change": "correction"}
    refused = program.send("PATCH", f"/updates/{public_id}", corrected, If_Match='"2"')
    assert "#/note" in pointers(refused)
    answered = program.send("PATCH", f"/updates/{public_id}", corrected | {"note": "It was Linz."}, If_Match='"2"')
    assert answered.status_code == 200
    assert update(talks, public_id).revisions[-1].note == "It was Linz."


def test_a_change_needs_the_version_that_was_read(program: Program, talks: SampleVisit, client: FlaskClient) -> None:
    public_id = program.post({"body": "They met."}).json["id"]
    path, body = f"/updates/{public_id}", {"body": "They parted."}
    missing = program.send("PATCH", path, body)
    assert (missing.status_code, "If-Match" in missing.json["detail"]) == (428, True)
    weak = client.get(f"{program.base}{path}").headers["ETag"]
    assert weak.startswith("W/")
    of_page = program.send("PATCH", path, body, If_Match=weak)
    assert of_page.status_code == 412
    assert of_page.json["detail"] == (
        'This is the weak tag of a page. Send the version of the update in quotes, such as "7".'
    )
    talks.edit(public_id, "They met twice.", version=1)
    late = program.send("PATCH", path, body, If_Match='"1"')
    assert (late.status_code, late.headers["ETag"]) == (412, '"2"')
    assert update(talks, public_id).body == "They met twice."
    assert program.send("PATCH", path, body, If_Match=late.headers["ETag"]).status_code == 200


def test_a_draft_is_read_changed_and_published(program: Program, talks: SampleVisit, client: FlaskClient) -> None:
    made = program.post({"headline": "Not yet", "body": "A *draft*.", "action": "draft"})
    assert made.status_code == 201
    public_id = made.json["id"]
    assert client.get(f"{program.base}/updates/{public_id}").status_code == 404
    listed = program.get("/drafts")
    assert [one["id"] for one in listed.json["updates"]] == [public_id]
    assert listed.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in listed.headers
    one = program.get(f"/drafts/{public_id}")
    assert (one.json["body"], one.headers["ETag"]) == ("A *draft*.", '"1"')
    changed = program.send("PATCH", f"/updates/{public_id}", {"body": "Now."}, If_Match='"1"')
    assert changed.json["state"] == "draft"
    out = program.send("PATCH", f"/updates/{public_id}", {"action": "publish"}, If_Match=changed.headers["ETag"])
    assert out.json["state"] == "published"
    assert client.get(f"{program.base}/updates/{public_id}").json["headline"] == "Not yet"
    assert program.get(f"/drafts/{public_id}").status_code == 404


def test_a_text_is_scheduled_and_held(program: Program, talks: SampleVisit) -> None:
    at = (now() + timedelta(hours=2)).isoformat(timespec="seconds")
    scheduled = program.post({"body": "Later.", "action": "schedule", "publish_at": at})
    assert (scheduled.json["state"], scheduled.status_code) == ("scheduled", 201)
    held = program.post({"body": "Under wraps.", "action": "hold", "embargo": "When he speaks"})
    assert (held.json["state"], held.status_code) == ("held", 201)
    assert held.json["embargo"]
    kept = program.send("PATCH", f"/updates/{held.json['id']}", {"body": "Under more wraps."}, If_Match='"1"')
    assert (kept.json["state"], kept.json["embargo"]) == ("held", held.json["embargo"])


def test_withdrawing_needs_a_reason_and_can_be_sent_again(program: Program, talks: SampleVisit) -> None:
    public_id = program.post({"body": "They met."}).json["id"]
    assert "#/note" in pointers(program.send("DELETE", f"/updates/{public_id}"))
    assert program.send("DELETE", f"/updates/{public_id}", {"note": "No."}, If_Match='"7"').status_code == 412
    for _ in range(2):
        gone = program.send("DELETE", f"/updates/{public_id}", {"note": "They did not."})
        assert (gone.status_code, gone.json["state"]) == (200, "withdrawn")
    assert update(talks, public_id).withdrawn_note == "They did not."


def test_what_was_never_published_is_deleted_for_good(program: Program) -> None:
    public_id = program.post({"body": "A draft.", "action": "draft"}).json["id"]
    assert program.send("DELETE", f"/updates/{public_id}").status_code == 204
    assert count() == 0


def test_a_purged_update_leaves_no_fingerprint_of_its_request(program: Program, talks: SampleVisit) -> None:
    public_id = program.post({"body": "A secret."}, Idempotency_Key="1").json["id"]
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court order")
    assert update(talks, public_id).request_digest is None


def test_what_a_returned_text_is_told(program: Program, app: Flask, talks: SampleVisit) -> None:
    reporter = Program.of(app, talks, "reporter")
    public_id = reporter.post({"body": "Handed in.", "action": "submit"}).json["id"]
    newsroom.handins.return_(talks.visit_id, talks.editor_id, public_id, "Who says so?")
    one = reporter.get(f"/drafts/{public_id}")
    assert (one.json["state"], one.json["desk_note"]) == ("returned", "Who says so?")
    again = reporter.send(
        "PATCH", f"/updates/{public_id}", {"body": "She says so.", "action": "submit"}, If_Match=one.headers["ETag"]
    )
    assert again.json["state"] == State.SUBMITTED
