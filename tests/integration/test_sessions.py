"""A session is a row: it ends at the server, alone or with all others of its account, and every worker knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from blog import newsroom
from blog.extensions import db
from blog.models import DeskSession, Reporter
from blog.newsroom.commits import write_session
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.integration.test_queries import counted
from tests.integration.test_refusals import flask
from tests.markup import one, parse
from tests.sample_visit import PASSWORD, SampleVisit

MakeApp = Callable[..., Flask]
AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"


def thief(app: Flask, desk: Desk) -> Desk:
    """Somebody with a copy of every cookie of a reporter."""
    other = Desk.of(app)
    for cookie in desk.client._cookies.values():
        other.client.set_cookie(cookie.key, cookie.value, path=cookie.path)
    assert other.get("/desk").status_code == 200, "the copy is as good as the original"
    return other


def is_in(desk: Desk) -> bool:
    status = desk.get("/desk").status_code
    assert status in (200, 302)
    published = desk.publish("talks", "Published with this session.").status_code
    assert published in (303, 401, 403)  # 403 of an account that is off
    assert (status == 200) == (published == 303)
    return status == 200


@pytest.mark.both_footings
def test_signing_out_ends_the_session_at_the_server_and_no_other(app: Flask, talks: SampleVisit) -> None:
    laptop, phone, colleague = (
        Desk.of(app).sign_in(email) for email in (talks.editor_email, talks.editor_email, talks.reporter_email)
    )
    copied = thief(app, laptop)
    assert laptop.post("/desk/sign-out").status_code == 302
    assert not is_in(laptop)
    assert not is_in(copied)
    assert is_in(phone)
    assert is_in(colleague)


@pytest.mark.both_footings
def test_signing_out_everywhere_ends_all_sessions_of_the_account(app: Flask, talks: SampleVisit) -> None:
    laptop, phone, colleague = (
        Desk.of(app).sign_in(email) for email in (talks.editor_email, talks.editor_email, talks.reporter_email)
    )
    form = one(parse(laptop.get("/desk")), "footer form")
    button = one(form, "button")
    assert laptop.post(form.get("action"), {button.get("name"): button.get("value")}).status_code == 302
    assert not is_in(laptop)
    assert not is_in(phone)
    assert is_in(colleague)
    laptop.sign_in(talks.editor_email)
    assert is_in(laptop)


def by_newsroom(talks: SampleVisit) -> None:
    newsroom.reporters.switch_off(talks.editor_email)
    newsroom.reporters.switch_on(talks.editor_email)


def by_row(talks: SampleVisit) -> None:
    """As Flask-Security's own commands do it."""
    for active in (False, True):
        with write_session() as session:
            session.get_one(Reporter, talks.editor_id).active = active


@pytest.mark.both_footings
@pytest.mark.parametrize("off_and_on", [by_newsroom, by_row])
def test_an_account_that_was_switched_off_and_on_again_has_no_session_left(
    app: Flask, talks: SampleVisit, off_and_on: Callable[[SampleVisit], None]
) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    off_and_on(talks)
    assert not is_in(desk)
    assert is_in(desk.sign_in(talks.editor_email))


def test_the_commands_end_sessions_and_keep_who_is_off_out(app: Flask, talks: SampleVisit) -> None:
    desk, email = Desk.of(app).sign_in(talks.editor_email), talks.editor_email
    assert flask(app, "reporter", "sign-out", email).exit_code == 0
    assert not is_in(desk)
    desk.sign_in(email)
    assert flask(app, "reporter", "off", email).exit_code == 0
    assert not is_in(desk)
    desk.get("/desk/sign-in")
    assert desk.post("/desk/sign-in", {"email": email, "password": PASSWORD}).status_code == 422
    assert flask(app, "reporter", "on", email).exit_code == 0
    desk.sign_in(email)
    done = flask(app, "reporter", "password", email, "--password-stdin", stdin="another long password\n")
    assert done.exit_code == 0
    assert "another long" not in done.output
    assert not is_in(desk)
    assert is_in(desk.sign_in(email, "another long password"))
    made_up = flask(app, "reporter", "password", email).stdout.rpartition("Password: ")[2].strip()
    assert is_in(desk.sign_in(email, made_up))


def test_no_cookie_but_that_of_a_session_says_who_somebody_is(app: Flask, desk: Desk) -> None:
    names = {cookie.key for cookie in desk.client._cookies.values()}
    assert names == {"dateline_desk", "dateline_form"}
    form_alone = app.test_client()
    form_alone.set_cookie("dateline_form", desk.client.get_cookie("dateline_form", path="/desk").value, path="/desk")  # type: ignore[union-attr]
    assert form_alone.get("/desk").status_code == 302
    for token in ("", "x", "x" * 3_000, "%00", "é"):
        guess = app.test_client()
        guess.set_cookie("dateline_desk", token, path="/desk")
        assert guess.get("/desk").status_code == 302, token


@pytest.mark.both_footings
def test_a_row_tells_when_from_where_and_on_what_and_holds_no_token(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app)
    desk.client.environ_base |= {"REMOTE_ADDR": "2001:db8::7", "HTTP_USER_AGENT": AGENT}
    desk.sign_in(talks.editor_email)
    [row] = db.session.scalars(select(DeskSession))
    assert (row.reporter_id, row.address, row.device) == (talks.editor_id, "2001:db8::7", "Safari on iPhone")
    assert row.created_at == row.used_at
    token = desk.client.get_cookie("dateline_desk", path="/desk")
    assert token
    assert token.value not in {str(value) for value in vars(row).values()}


@pytest.mark.both_footings
def test_a_session_lasts_while_it_is_used_and_is_over_two_weeks_later(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    for age, holds in ((timedelta(days=13), True), (timedelta(days=15), False), (timedelta(minutes=1), True)):
        _age(age)
        assert (desk.get("/desk").status_code == 200) is holds, age


@pytest.mark.both_footings
def test_its_use_is_noted_every_five_minutes_at_most(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    for age, is_noted in ((timedelta(minutes=4), False), (timedelta(minutes=6), True), (timedelta(days=-400), True)):
        noted = _age(age)
        answer = desk.get("/desk")
        db.session.expire_all()
        assert (db.session.scalar(select(DeskSession.used_at)) != noted) is is_noted
        assert ("dateline_desk=" in answer.headers.get("Set-Cookie", "")) is is_noted


@pytest.mark.both_footings
def test_a_session_that_cannot_be_noted_still_gets_its_page(
    app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    desk = Desk.of(app).sign_in(talks.editor_email)
    _age(timedelta(hours=1))
    monkeypatch.setattr("blog.newsroom.sessions.keep_alive", locked)
    assert desk.get("/desk").status_code == 200


@pytest.mark.both_footings
def test_who_asks_costs_one_statement_at_the_desk_and_none_on_readers_pages(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    token = desk.client.get_cookie("dateline_desk", path="/desk")
    assert token
    with counted() as statements:
        desk.get("/desk/visits/talks")
    # Whose names can sign an update, and whom a note waits for, are other questions.
    others = ("membership.visit_id =", "FROM desk_note")
    about = [statement for statement in statements if not any(part in statement for part in others)]
    asking = [statement for statement in about if "desk_session" in statement or "FROM reporter" in statement]
    assert len(asking) == 1, asking
    with counted() as statements:
        app.test_client(use_cookies=False).get("/live/talks", headers={"Cookie": f"dateline_desk={token.value}"})
    assert not [statement for statement in statements if "desk_session" in statement]


@pytest.mark.both_footings
def test_another_worker_knows_at_once(
    make_app: MakeApp, app: Flask, talks: SampleVisit, database_url: str, bell: dict[str, str], tmp_path: Path
) -> None:
    other = make_app(database_url, tmp_path, **bell)
    desk = Desk.of(app).sign_in(talks.editor_email)
    there = thief(other, desk)
    desk.post("/desk/sign-out")
    assert there.get("/desk").status_code == 302


def test_a_new_key_of_the_site_keeps_sessions_while_the_old_one_is_known(
    make_app: MakeApp, app: Flask, talks: SampleVisit, database_url: str, bell: dict[str, str], tmp_path: Path
) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    new, old = "another key of more than thirty-two characters", str(app.secret_key)
    other = make_app(database_url, tmp_path, SECRET_KEY=new, SECRET_KEY_OLD=f"{old}\nan older one", **bell)
    there = thief(other, desk)
    assert is_in(there)
    assert there.publish("talks", "Opened before.", csrf_token=desk.token).status_code == 303
    there.post("/desk/sign-out")
    assert not is_in(desk)


def test_clocks_that_differ_sign_nobody_out(app: Flask, talks: SampleVisit) -> None:
    """Another machine's clock, or this one's before it was put back, was ahead when the session began."""
    for ahead in (timedelta(seconds=3), timedelta(minutes=10), timedelta(days=2)):
        with as_of(datetime.now(UTC) + ahead):
            desk = Desk.of(app).sign_in(talks.editor_email)
        _age(-ahead)
        assert is_in(desk)


def test_a_form_that_was_opened_before_a_new_sign_in_goes_out_after_it(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    opened = desk.token
    desk.post("/desk/sign-out")
    desk.sign_in(talks.editor_email)
    assert desk.publish("talks", "Typed before.", csrf_token=opened).status_code == 303


def test_a_form_of_one_account_does_not_go_out_under_the_name_of_the_next(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    opened = desk.token
    desk.post("/desk/sign-out")
    desk.sign_in(talks.reporter_email)
    assert desk.publish("talks", "The editor's words.", csrf_token=opened).status_code == 400
    assert "The editor's words." not in client.get("/live/talks").text


def _age(age: timedelta) -> datetime:
    """Lets all sessions have been used so long ago; returns when that was."""
    then = datetime.now(UTC) - age
    with write_session() as session:
        session.execute(update(DeskSession).values(used_at=then))
    return then
