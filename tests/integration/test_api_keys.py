"""The doors of the writing API: a valid key, its scopes and visits, and nothing else that a browser might carry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.extensions import db
from blog.models import AuditEntry, Door, Membership, Reporter
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.transaction import as_of
from blog.queries import api_keys
from blog.web.api.authentication import FAILURES
from tests.api_client import Program
from tests.desk import Desk
from tests.sample_visit import SampleVisit

# An act of each scope: how it is sent, and what it is answered with by a key that has the scope.
ACTS = {
    "drafts": [("GET", "/drafts", None, 200)],
    "write": [
        ("POST", "/updates", {"body": "A draft.", "action": "draft"}, 201),
        ("POST", "/updates", {"body": "Handed in.", "action": "submit"}, 201),
        ("POST", "/notes", {"text": "A note."}, 201),
    ],
    "publish": [("POST", "/updates", {"body": "Out."}, 201)],
    "banner": [("PUT", "/banner", {"text": "Breaking."}, 200), ("DELETE", "/banner", None, 204)],
}
INCLUDED = {"publish": {"publish", "write"}}


@pytest.mark.parametrize("scope", [*ACTS, "set-up"])
def test_a_key_does_what_its_scope_names_and_nothing_else(app: Flask, talks: SampleVisit, scope: str) -> None:
    program = Program.of(app, talks, "editor", scope)
    for needed, acts in ACTS.items():
        for method, path, body, done in acts:
            answer = program.send(method, path, body)
            if needed in INCLUDED.get(scope, {scope}):
                assert answer.status_code == done, (scope, method, path, answer.text)
            else:
                assert answer.status_code == 403, (scope, method, path)
                assert "This key does not have the scope" in answer.json["detail"]


def test_a_reporters_key_does_no_more_than_the_reporter(app: Flask, talks: SampleVisit) -> None:
    others = talks.publish("By a reporter.")
    by_editor = newsroom.updates.publish(talks.visit_id, talks.editor_id, newsroom.updates.Post("By an editor."))
    program = Program.of(app, talks, "reporter")
    assert program.send("PUT", "/banner", {"text": "Breaking."}).status_code == 403
    assert program.send("DELETE", f"/updates/{by_editor}", {"note": "No."}).status_code == 403
    assert program.send("PATCH", f"/updates/{by_editor}", {"body": "Mine."}, If_Match='"1"').status_code == 403
    assert program.send("DELETE", f"/updates/{others}", {"note": "Wrong."}).status_code == 200
    newsroom.visits.demand_approval(talks.visit_id, talks.editor_id, True)
    refused = program.post({"body": "Not without an editor."})
    assert (refused.status_code, "An editor approves" in refused.json["detail"]) == (403, True)
    assert program.post({"body": "Handed in.", "action": "submit"}).status_code == 201


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "Send an API key"),
        ("Bearer", "Send an API key"),
        ("Basic ZWRpdG9yOnBhc3N3b3Jk", "Send an API key"),
        ("Bearer dl_" + "a" * 40, "There is no such key"),
        ("bearer dl_" + "é" * 40, "Send an API key"),
    ],
)
def test_without_a_key_nothing_is_done(app: Flask, talks: SampleVisit, header: str, said: str) -> None:
    program = Program(app, "")
    refused = program.send("POST", "/updates", {"body": "Out."}, Authorization=header)
    assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")
    assert refused.json["detail"].startswith(said)
    assert refused.headers["WWW-Authenticate"].startswith('Bearer realm="Dateline"')
    assert refused.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_a_key_that_has_ended_is_refused_with_the_reason(app: Flask, talks: SampleVisit) -> None:
    with as_of(now() - timedelta(days=2)):
        expired = Program.of(app, talks, "editor", expires_at=now() - timedelta(days=1))
    revoked = Program.of(app, talks, "editor")
    newsroom.api_keys.revoke(revoked.token[:11], talks.editor_id)
    of_nobody = Program.of(app, talks, "reporter")
    newsroom.reporters.switch_off(talks.reporter_email)
    for program, said in ((expired, "has expired"), (revoked, "was revoked"), (of_nobody, "is switched off")):
        refused = program.post({"body": "Out."})
        assert (refused.status_code, said in refused.json["detail"]) == (401, True)
        assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]


def test_who_leaves_the_team_takes_their_keys_along(app: Flask, talks: SampleVisit) -> None:
    program = Program.of(app, talks, "editor")
    assert program.post({"body": "Out."}).status_code == 201
    with write_session() as session:
        session.get_one(Reporter, talks.editor_id).memberships = []
    refused = program.post({"body": "Out again."})
    assert (refused.status_code, "does not belong to this visit" in refused.json["detail"]) == (403, True)
    with write_session() as session:
        session.add(Membership(reporter_id=talks.editor_id, visit_id=talks.visit_id))
    assert program.post({"body": "Back."}).status_code == 201


def test_a_key_for_one_visit_opens_no_other(app: Flask, talks: SampleVisit) -> None:
    program = Program.of(app, talks, "editor", visits=["talks"])
    other = SampleVisit.open("other")
    program.base = "/api/v1/visits/other"
    refused = program.post({"body": "Out."})
    assert (refused.status_code, "not for this visit" in refused.json["detail"]) == (403, True)
    newsroom.visits.set_status(other.visit_id, talks.editor_id, "held")
    assert program.post({"body": "Out."}).status_code == 404
    assert Program.of(app, other, "editor").post({"body": "In a held visit."}).status_code == 201


def test_no_cookie_opens_the_writing_api(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    for headers in ({}, {"X-CSRFToken": desk.token}):
        answer = desk.client.post("/api/v1/visits/talks/updates", json={"body": "Out."}, headers=headers)
        assert answer.status_code == 401


def test_browsers_of_other_sites_may_read_and_not_write(app: Flask, talks: SampleVisit, client: FlaskClient) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    preflight = client.options("/api/v1/visits/talks/updates", headers=asked)
    assert "POST" not in preflight.headers["Access-Control-Allow-Methods"]
    assert "Authorization" not in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in Program.of(app, talks).post({"body": "Out."}).headers
    assert client.get("/api/v1/visits/talks/updates").headers["Access-Control-Allow-Origin"] == "*"


def test_public_addresses_ignore_a_key(app: Flask, talks: SampleVisit, client: FlaskClient) -> None:
    newsroom.drafts.save(talks.visit_id, talks.editor_id, newsroom.updates.Post("A draft."))
    program = Program.of(app, talks)
    for path in ("", "/updates", "/events"):
        plain, with_key = client.get(program.base + path), program.get(path)
        wrong = client.get(program.base + path, headers={"Authorization": "Bearer dl_wrong"})
        assert plain.data == with_key.data == wrong.data
        assert plain.headers["Cache-Control"] == with_key.headers["Cache-Control"]


def test_wrong_keys_are_slowed_down_and_hold_up_no_right_one(app: Flask, talks: SampleVisit) -> None:
    right, wrong = Program.of(app, talks), Program(app, "dl_" + "x" * 40)
    most = int(FAILURES.split()[0])
    for _ in range(most):
        assert wrong.post({"body": "Out."}).status_code == 401
    refused = wrong.post({"body": "Out."})
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    assert right.post({"body": "Out."}).status_code == 201


def test_the_use_of_a_key_is_noted(app: Flask, talks: SampleVisit) -> None:
    program = Program.of(app, talks)
    program.get("/drafts")
    db.session.rollback()
    key = api_keys.by_token(program.token)
    assert key
    assert key.used_at is not None


def test_the_audit_names_the_key(app: Flask, talks: SampleVisit) -> None:
    program = Program.of(app, talks)
    program.post({"body": "Out."})
    newsroom.api_keys.revoke(program.token[:11], talks.editor_id)
    db.session.rollback()
    key = api_keys.by_token(program.token)
    assert key
    entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
    acts = {entry.act: entry for entry in entries}
    assert acts["make_key"].subject == acts["revoke_key"].subject == program.token[:11]
    posted = acts["updates.publish"]
    assert (posted.door, posted.key_id, posted.actor_id) == (Door.API, key.id, talks.editor_id)
    assert posted.address == "127.0.0.1"
