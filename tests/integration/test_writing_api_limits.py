"""The writing API beside updates: the banner and notes; and its limits."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Update
from blog.queries import push, visits
from tests.api_client import Program, pointers
from tests.desk import Desk
from tests.sample_visit import SampleVisit


@pytest.fixture
def program(app: Flask, talks: SampleVisit) -> Program:
    return Program.of(app, talks)


def test_the_banner_is_set_changed_and_cleared(program: Program, client: FlaskClient, talks: SampleVisit) -> None:
    made = program.send("PUT", "/banner", {"text": "They have met."})
    assert (made.status_code, made.json["text"], made.json["level"]) == (200, "They have met.", "breaking")
    stale = program.send("PUT", "/banner", {"text": "They parted."}, If_Match='"999"')
    assert stale.status_code == 412
    again = program.send("PUT", "/banner", {"text": "They parted."}, If_Match=stale.headers["ETag"])
    assert again.status_code == 200
    assert "#/text" in pointers(program.send("PUT", "/banner", {}))
    assert program.send("DELETE", "/banner").status_code == 204
    assert program.send("DELETE", "/banner").status_code == 204
    db.session.rollback()
    assert visits.banner_of(talks.visit_id) is None


def test_a_banner_is_taken_back_with_the_reason_that_was_sent(program: Program, talks: SampleVisit) -> None:
    for note, told in (("The ministry denies it.", "The ministry denies it."), (None, "")):
        assert program.send("PUT", "/banner", {"text": "Breaking."}).status_code == 200
        assert program.send("DELETE", "/banner", {"note": "x" * 501}).status_code == 422
        assert program.send("DELETE", "/banner", {"note": note} if note else None).status_code == 204
        db.session.rollback()
        visit = visits.by_id(talks.visit_id)
        assert visit
        assert push.why_taken_back(visit.id, visit.head) == told


def test_notes_are_written_resolved_and_deleted(program: Program) -> None:
    made = program.send("POST", "/notes", {"text": "Ask @nobody about it."})
    assert (made.status_code, made.json["unknown_names"]) == (201, ["@nobody"])
    path = f"/notes/{made.json['id']}"
    assert program.send("PATCH", path, {"resolved": True}).status_code == 204
    assert program.send("PATCH", path, {"resolved": False}).status_code == 204
    assert program.send("DELETE", path).status_code == 204
    assert program.send("DELETE", path).status_code == 404


def test_an_account_posts_sixty_times_a_minute_at_all_doors(app: Flask, program: Program, talks: SampleVisit) -> None:
    desk_ = Desk.of(app).sign_in(talks.editor_email)
    desk_.get("/desk/visits/talks")
    for number in range(30):
        assert desk_.publish("talks", f"By form {number}.").status_code in (201, 302, 303)
    for number in range(30):
        made = program.post({"body": f"By program {number}."})
        assert made.status_code == 201
    assert made.headers["RateLimit"].startswith('"account";r=0;')
    assert made.headers["RateLimit-Policy"] == '"account";q=60;w=60'
    refused = program.post({"body": "One too many."})
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert desk_.publish("talks", "One too many.").status_code == 429
    assert Program.of(app, talks, "reporter").post({"body": "Another account."}).status_code == 201


def test_a_body_that_is_too_large_or_no_json_is_refused(program: Program) -> None:
    assert program.post({"body": "x" * 70_000}).status_code == 413
    form = program._client.post(
        f"{program.base}/updates", data={"body": "Text."}, headers={"Authorization": f"Bearer {program.token}"}
    )
    assert form.status_code == 415
    torn = program._client.post(
        f"{program.base}/updates",
        data='{"body": ',
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.token}"},
    )
    assert (torn.status_code, torn.mimetype) == (400, "application/problem+json")
    db.session.rollback()
    assert not db.session.scalars(select(Update.id)).all()


def test_an_ended_visit_takes_no_new_update(program: Program, talks: SampleVisit) -> None:
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "ended")
    refused = program.post({"body": "Too late."})
    assert refused.status_code == 409
    assert refused.json["detail"].startswith("This visit has ended.")
