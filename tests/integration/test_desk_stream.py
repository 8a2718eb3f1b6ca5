"""The desk's `since`: for the visit's team alone, never from a cache, and the present state of what changed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import DeskSession, DeskVerb, Reporter, Role, State, Visit
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.newsroom.transaction import Transaction, verb
from blog.web.desk.sessions import REFRESH_EVERY
from blog.wire.replay import MAX_EVENTS
from tests.desk import Desk
from tests.integration.test_roles import outsider
from tests.sample_visit import SampleVisit


@verb()
def tell(tx: Transaction, *, times: int = 1, only: int | None = None) -> None:
    """Something happens at the desk that changes the queue, or of which one account alone may know."""
    for _ in range(times):
        tx.tell_desk(DeskVerb.SAVE, "x", only=only)


def desk_cursor(talks: SampleVisit) -> str:
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True).desk_cursor


@pytest.fixture
def before(talks: SampleVisit) -> str:
    """The cursor before something happened."""
    cursor = desk_cursor(talks)
    tell(talks.visit_id, talks.editor_id)
    return cursor


def since(desk: Desk, cursor: str, **kwargs: Any) -> TestResponse:
    return desk.client.get(f"/desk/visits/talks/since/{cursor}", **kwargs)


def test_the_team_is_told_what_changed_and_when_to_ask_again(desk: Desk, talks: SampleVisit, before: str) -> None:
    answer = since(desk, before)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["cursor"] == desk_cursor(talks)
    assert 'id="queue"' in answer.json["content"]
    nothing = since(desk, answer.json["cursor"])
    assert (nothing.status_code, nothing.text) == (204, "")
    assert int(nothing.headers["Poll-After"]) == answer.json["next_seconds"]


def test_a_warm_answer_is_nobody_elses(app: Flask, desk: Desk, talks: SampleVisit, before: str) -> None:
    assert since(desk, before).status_code == 200
    for method in ("GET", "HEAD"):
        assert since(Desk.of(app), before, method=method).status_code == 401
    stranger = Desk.of(app)
    stranger.client.set_cookie("dateline_desk", "of-somebody-else", path="/desk")
    assert since(stranger, before).status_code == 401
    assert since(outsider(app, "editor"), before).status_code == 403
    for method in ("GET", "HEAD"):
        again = since(
            desk, before, method=method, headers={"If-None-Match": "*", "If-Modified-Since": "Fri, 1 Jan 2100"}
        )
        assert again.status_code == 200, "nothing is conditional"
        assert again.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in again.headers
        assert "Access-Control-Allow-Origin" not in again.headers
    assert desk.get(f"/desk/visits/nowhere/since/{before}").status_code == 404


def test_who_signed_out_was_switched_off_or_left_the_team_learns_nothing_more(
    app: Flask, desk: Desk, talks: SampleVisit, before: str
) -> None:
    leaving = Desk.of(app).sign_in(talks.reporter_email)
    assert since(leaving, before).status_code == 200
    leaving.post("/desk/sign-out")
    assert since(leaving, before).status_code == 401
    assert since(desk, before).status_code == 200
    with write_session() as session:
        session.execute(update(Reporter).where(Reporter.email == talks.editor_email).values(active=False))
    assert since(desk, before).status_code == 403


def test_what_was_rendered_for_an_editor_is_not_sent_to_the_same_account_as_a_reporter(
    desk: Desk, talks: SampleVisit
) -> None:
    cursor = desk_cursor(talks)
    newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("For an editor's eyes."), state=State.SUBMITTED)
    tell(talks.visit_id, talks.reporter_id)
    assert "For an editor" in since(desk, cursor).text
    with write_session() as session:
        session.execute(update(Reporter).where(Reporter.email == talks.editor_email).values(role=Role.REPORTER))
    assert "For an editor" not in since(desk, cursor).text


@pytest.mark.parametrize("cursor", ["nonsense", "0badf00d:1", "future"])
def test_a_cursor_that_cannot_be_served_is_told_to_load_the_page(desk: Desk, talks: SampleVisit, cursor: str) -> None:
    epoch, _, seq = desk_cursor(talks).partition(":")
    answer = since(desk, f"{epoch}:{int(seq) + 1}" if cursor == "future" else cursor)
    assert (answer.status_code, answer.json) == (410, {"reload": True})
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_past_three_hundred_events_the_page_is_loaded_again(desk: Desk, talks: SampleVisit, before: str) -> None:
    tell(talks.visit_id, talks.editor_id, times=MAX_EVENTS - 1)
    assert since(desk, before).status_code == 200
    tell(talks.visit_id, talks.editor_id)
    assert since(desk, before).status_code == 410


def test_what_one_account_alone_may_know_brings_others_nothing(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    cursor, own = desk_cursor(talks), Desk.of(app).sign_in(talks.reporter_email)
    tell(talks.visit_id, talks.reporter_id, only=talks.reporter_id)
    for who, is_told in ((own, True), (desk, False)):
        answer = since(who, cursor).json
        assert answer is not None
        assert answer["cursor"] == desk_cursor(talks)
        assert bool(answer["content"]) is is_told


def test_asking_extends_no_session(desk: Desk, before: str) -> None:
    used = now() - 2 * REFRESH_EVERY
    with write_session() as session:
        session.execute(update(DeskSession).values(used_at=used))
    assert since(desk, before).status_code == 200
    db.session.rollback()
    assert db.session.scalars(db.select(DeskSession.used_at)).one() == used


def test_the_socket_asks_for_permission_before_it_looks_at_the_handshake(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    address = "/desk/visits/talks/ws"
    assert Desk.of(app).client.get(address).status_code == 401
    assert outsider(app).get(address).status_code == 403
    assert desk.get("/desk/visits/nowhere/ws").status_code == 404
    assert desk.client.head(address).status_code == 405
    assert desk.get(address).status_code == 426
