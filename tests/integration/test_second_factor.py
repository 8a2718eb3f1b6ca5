"""An authenticator app and recovery codes: set up, asked for at the sign-in, each code accepted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import DeskSession, RecoveryCode, Reporter
from blog.models.visit import now
from blog.newsroom.app_codes import AppCodes
from blog.newsroom.commits import write_session
from blog.newsroom.transaction import as_of
from tests.authenticator import Authenticator, set_up
from tests.desk import Desk
from tests.integration.test_sessions import is_in, thief
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit

STEP = "/desk/sign-in/code"


def with_password(app: Flask, talks: SampleVisit, password: str = PASSWORD) -> Desk:
    """Somebody who typed the editor's password."""
    desk = Desk.of(app)
    desk.get("/desk/sign-in?next=/desk/visits/talks")
    form = {"email": talks.editor_email, "password": password}
    answer = desk.post("/desk/sign-in", form, query_string={"next": "/desk/visits/talks"})
    assert answer.location == f"{STEP}?next=/desk/visits/talks"
    desk.get(answer.location)
    return desk


def enter(desk: Desk, **code: str) -> TestResponse:
    return desk.post(f"{STEP}?next=/desk/visits/talks", code)


def test_an_app_is_asked_for_at_the_next_sign_in(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    phone, _codes = set_up(desk)
    stranger = with_password(app, talks)
    assert stranger.get("/desk").status_code == 302, "the password alone opens nothing"
    assert stranger.get("/desk/account").status_code == 302
    assert enter(stranger, code="000000").status_code == 422
    assert enter(stranger).status_code == 422
    answer = enter(stranger, code=phone.next_code)
    assert (answer.status_code, answer.location) == (302, "/desk/visits/talks")
    assert is_in(stranger)
    assert stranger.get(STEP).location == "/desk", "it is done"


@pytest.mark.both_footings
def test_setting_one_up_ends_the_other_sessions_and_not_this_one(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    other, copied = Desk.of(app).sign_in(talks.editor_email), thief(app, desk)
    set_up(desk)
    assert is_in(desk)
    assert not is_in(other)
    assert not is_in(copied)


@pytest.mark.both_footings
def test_a_code_counts_one_step_before_and_after_its_own_and_only_once(
    app: Flask, talks: SampleVisit, desk: Desk
) -> None:
    phone, _codes = set_up(desk)
    at = now() + timedelta(minutes=5)
    for later, is_right in ((-2, False), (-1, True), (-1, False), (2, False), (1, True), (0, False), (1, False)):
        with as_of(at):
            account = newsroom.second_factors.accept_code(talks.editor_id, phone.code(later=later, at=at))
        assert account is is_right, later
    with as_of(at):
        assert not newsroom.second_factors.accept_code(talks.editor_id, "not a code")


def test_the_code_that_set_the_app_up_signs_nobody_in(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    phone, _codes = set_up(desk)
    assert enter(with_password(app, talks), code=phone.used).status_code == 422


def test_a_wrong_code_sets_nothing_up_and_the_picture_stays_the_same(
    app: Flask, talks: SampleVisit, desk: Desk
) -> None:
    before = words(one(parse(desk.get("/desk/account/app")), ".account-key"))
    answer = desk.post("/desk/account/app", {"code": "000000"})
    assert answer.status_code == 422
    page = parse(answer)
    assert words(one(page, ".account-key")) == before
    assert "not the code that the app shows" in words(one(page, "#app-code-error"))
    assert one(page, ".account-picture").get("src").startswith("data:image/svg+xml;base64,")
    assert is_in(Desk.of(app).sign_in(talks.editor_email))


@pytest.mark.both_footings
def test_a_recovery_code_lets_in_once(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    _phone, codes = set_up(desk)
    assert len(set(codes)) == 10
    assert "10 are left" in words(one(parse(desk.get("/desk/account")), "#factors"))
    assert not set(codes) & {row.digest for row in db.session.scalars(select(RecoveryCode))}
    assert not any(code in desk.get("/desk/account").text for code in codes)
    first = with_password(app, talks)
    assert enter(first, recovery_code=f" {codes[3].upper().replace('-', ' ')} ").status_code == 302
    assert is_in(first)
    assert enter(with_password(app, talks), recovery_code=codes[3]).status_code == 422
    assert "9 are left" in words(one(parse(desk.get("/desk/account")), "#factors"))
    made = [words(each) for each in parse(desk.post("/desk/account/codes")).cssselect(".account-codes li")]
    assert enter(with_password(app, talks), recovery_code=codes[4]).status_code == 422, "of the codes before"
    assert enter(with_password(app, talks), recovery_code=made[0]).status_code == 302


def test_a_code_is_known_by_its_looks_in_whichever_field_it_was_typed(
    app: Flask, talks: SampleVisit, desk: Desk
) -> None:
    phone, codes = set_up(desk)
    wrong = enter(with_password(app, talks), code=codes[0][:-1])
    assert "This recovery code is wrong" in words(one(parse(wrong), "#step-error"))
    assert one(parse(wrong), "#recovery-code").get("aria-invalid") == "true"
    assert enter(with_password(app, talks), code=f" {codes[0].upper()} ").status_code == 302
    assert enter(with_password(app, talks), code=codes[0]).status_code == 422, "it was used"
    assert enter(with_password(app, talks), recovery_code=phone.next_code).status_code == 302


@pytest.mark.both_footings
def test_codes_are_throttled_as_passwords_are_and_wherever_they_come_from(
    app: Flask, talks: SampleVisit, desk: Desk
) -> None:
    phone, _codes = set_up(desk)
    stranger = with_password(app, talks)
    for n in range(10):
        wrong = {"recovery_code": "x"} if n % 2 else {"code": "000000"}
        assert enter(stranger, **wrong).status_code == 422
    assert enter(stranger, code=phone.next_code).status_code == 429
    elsewhere = with_password_from(app, talks, "192.0.2.1")
    tried = [with_password_from(app, talks, f"192.0.2.{n + 2}") for n in range(2)]
    for other in tried:
        for _ in range(10):
            assert enter(other, code="000000").status_code == 422
    assert enter(elsewhere, code=phone.next_code).status_code == 429, "thirty from anywhere"
    desk.post("/desk/sign-out")
    desk.get("/desk/sign-in")
    desk.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD})
    desk.get(STEP)
    assert enter(desk, code=phone.next_code).status_code == 302, "on a device that signed in before"


def with_password_from(app: Flask, talks: SampleVisit, address: str) -> Desk:
    desk = Desk.of(app)
    desk.client.environ_base |= {"REMOTE_ADDR": address}
    desk.get("/desk/sign-in")
    assert desk.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD}).status_code == 302
    desk.get(STEP)
    return desk


def new_password(talks: SampleVisit) -> None:
    newsroom.reporters.set_password(talks.editor_email, "another long password")


def switched_off(talks: SampleVisit) -> None:
    newsroom.reporters.switch_off(talks.editor_email)


@pytest.mark.both_footings
@pytest.mark.parametrize("act", [new_password, switched_off])
def test_a_right_password_is_worth_nothing_after(
    app: Flask, talks: SampleVisit, desk: Desk, act: Callable[[SampleVisit], None]
) -> None:
    phone, _codes = set_up(desk)
    stranger = with_password(app, talks)
    act(talks)
    assert enter(stranger, code=phone.next_code).location.startswith("/desk/sign-in?next=")
    assert stranger.get("/desk").status_code == 302


def test_a_right_password_waits_ten_minutes_for_its_second_step(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    phone, _codes = set_up(desk)
    assert Desk.of(app).get(STEP).location == "/desk/sign-in?next=/desk"
    late = with_password(app, talks)
    with late.client.session_transaction("/desk") as cookie:
        cookie["second_step"][2] -= 601
        cookie.modified = True
    assert enter(late, code=phone.next_code).location.startswith("/desk/sign-in?next=")


@pytest.mark.both_footings
def test_the_secret_is_not_in_the_database_and_a_new_key_of_the_site_reads_it(
    make_app: Callable[..., Flask],
    app: Flask,
    talks: SampleVisit,
    desk: Desk,
    database_url: str,
    bell: dict[str, str],
    tmp_path: Path,
) -> None:
    page = parse(desk.get("/desk/account/app"))
    key = words(one(page, ".account-key"))
    phone = Authenticator(key)
    assert desk.post("/desk/account/app", {"code": phone.code()}).status_code == 200
    stored = db.session.scalar(select(Reporter.totp_secret).where(Reporter.id == talks.editor_id))
    assert stored
    assert key.replace("-", "") not in stored
    new = "another key of more than thirty-two characters"
    for known, is_right in (("", False), (str(app.secret_key), True)):
        other = make_app(database_url, tmp_path, SECRET_KEY=new, SECRET_KEY_OLD=known, **bell)
        with other.app_context():
            assert newsroom.second_factors.accept_code(talks.editor_id, phone.next_code) is is_right
    db.session.rollback()
    last = make_app(database_url, tmp_path, SECRET_KEY=new, **bell)  # the old key is forgotten
    with last.app_context():
        kept = db.session.scalar(select(Reporter.totp_secret).where(Reporter.id == talks.editor_id))
        assert AppCodes().moment_of(phone.code(), kept or ""), "it was encrypted with the new key when it was used"


def test_it_is_removed_and_its_recovery_codes_with_it(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    set_up(desk)
    assert desk.post("/desk/account/app/remove").location == "/desk/account#factors"
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert is_in(Desk.of(app).sign_in(talks.editor_email))
    assert desk.post("/desk/account/codes").status_code == 422, "there is nothing to recover"


@pytest.mark.parametrize("address", ["app", "app/remove", "codes"])
def test_factors_are_changed_only_by_somebody_who_has_just_shown_who_they_are(desk: Desk, address: str) -> None:
    with write_session() as session:
        session.execute(update(DeskSession).values(proved_at=now() - timedelta(hours=1)))
    answer = desk.post(f"/desk/account/{address}", {"code": "123456"})
    assert answer.status_code == 422
    assert "Confirm that it is you" in words(one(parse(answer), "h1"))
    if address == "app":
        assert desk.get("/desk/account/app").location == "/desk/account/confirm?next=/desk/account/app"
