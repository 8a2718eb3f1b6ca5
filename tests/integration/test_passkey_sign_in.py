"""Signing in with a passkey alone: it counts as both factors if its device asked who is there, and says whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from time import time

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import verify_authentication_response

from blog import newsroom
from blog.extensions import db
from blog.models import Passkey, Reporter
from blog.models.audit import ACCOUNTS
from blog.newsroom import commits, passkeys, refusals
from blog.newsroom.commits import write_session
from blog.newsroom.passkeys import Place
from tests.desk import Desk
from tests.integration.test_audit import entries
from tests.integration.test_second_factor import STEP, with_password
from tests.integration.test_sessions import is_in
from tests.markup import one, parse, words
from tests.passkey_device import HOST, ORIGIN, PRESENT, Device
from tests.sample_visit import SampleVisit

PAGE, ALONE = "/desk/sign-in?next=/desk/visits/talks", "/desk/sign-in/passkey?next=/desk/visits/talks"


@pytest.fixture
def device(talks: SampleVisit) -> Device:
    """The editor's phone, and that the account needs two factors."""
    device = Device(talks.editor_id)
    device.register()
    with write_session() as session:
        session.get_one(Reporter, talks.editor_id).needs_second_factor = True
    return device


def asked(desk: Desk) -> str:
    """The challenge on the page of the sign-in."""
    return str(one(parse(desk.get(PAGE)), ".sign-in-way [name=challenge]").get("value"))


@pytest.mark.both_footings
def test_it_counts_as_both_factors(app: Flask, talks: SampleVisit, device: Device) -> None:
    desk = Desk.of(app)
    options = json.loads(one(parse(desk.get(PAGE)), "[data-passkey=get]").get("data-options"))
    assert (options["rpId"], options["allowCredentials"], options["userVerification"]) == ("localhost", [], "required")
    challenge = asked(desk)
    signed_in = desk.post(ALONE, {"answer": device.answer(challenge), "challenge": challenge})
    assert (signed_in.status_code, signed_in.location) == (302, "/desk/visits/talks")
    assert is_in(desk)
    assert desk.get("/desk/visits/talks").status_code == 200
    assert (entries(ACCOUNTS)[-1].act, entries(ACCOUNTS)[-1].actor_id) == ("sign_in", talks.editor_id)
    assert db.session.scalars(select(Passkey.used_at)).one()


def unverified(device: Device, challenge: str) -> str:
    return device.answer(challenge, flags=PRESENT)


def of_nobody(device: Device, challenge: str) -> str:
    """As one answers that its device does not find by itself."""
    return device.answer(challenge, handle=None)


def of_another(device: Device, challenge: str) -> str:
    return device.answer(challenge, handle=b"x" * 32)


def elsewhere(device: Device, challenge: str) -> str:
    return device.answer(challenge, origin="http://elsewhere.example")


def other_challenge(device: Device, challenge: str) -> str:
    return device.answer(challenge + "x")


def forged(device: Device, challenge: str) -> str:
    return Device(device.account_id).answer(challenge)


def unknown(device: Device, challenge: str) -> str:
    return Device(999).answer(challenge)


def nonsense(_device: Device, _challenge: str) -> str:
    return "{}"


WRONG = [unverified, of_nobody, of_another, elsewhere, other_challenge, forged, unknown, nonsense]


@pytest.mark.parametrize("answer", WRONG)
def test_any_other_answer_signs_nobody_in(
    app: Flask, talks: SampleVisit, device: Device, answer: Callable[[Device, str], str]
) -> None:
    desk = Desk.of(app)
    challenge = asked(desk)
    refused = desk.post(ALONE, {"answer": answer(device, challenge), "challenge": challenge})
    assert refused.status_code == 422
    assert "Sign in with your password" in words(one(parse(refused), ".form-errors"))
    assert asked(desk) != challenge
    assert desk.get("/desk").status_code == 302
    [counted] = refusals._counts().waiting
    assert counted.account_id == (0 if answer in (unknown, nonsense) else talks.editor_id)


def test_one_that_its_device_does_not_find_stays_a_second_factor(
    app: Flask, talks: SampleVisit, device: Device
) -> None:
    desk = with_password(app, talks)
    challenge = str(one(parse(desk.get(STEP)), "[name=challenge]").get("value"))
    answer = device.answer(challenge, handle=None, flags=PRESENT)
    assert desk.post(STEP, {"answer": answer, "challenge": challenge}).status_code == 302
    assert is_in(desk)


def test_neither_an_old_page_nor_another_browsers_counts_as_a_failure(
    app: Flask, talks: SampleVisit, device: Device
) -> None:
    theirs = asked(Desk.of(app))
    desk = Desk.of(app)
    asked(desk)
    for challenge in (theirs, "", "forged"):
        refused = desk.post(ALONE, {"answer": device.answer(challenge), "challenge": challenge})
        assert refused.status_code == 422
        assert "open for too long" in words(one(parse(refused), ".form-errors"))
    assert not refusals._counts().waiting


@pytest.mark.parametrize(("later", "status"), [(299, 302), (301, 422)])
def test_a_page_waits_five_minutes_for_its_passkey_after_the_password_too(
    app: Flask, talks: SampleVisit, device: Device, later: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, second = Desk.of(app), with_password(app, talks)
    made = asked(alone), str(one(parse(second.get(STEP)), "[name=challenge]").get("value"))
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time()) + later)
    for desk, address, challenge in zip((alone, second), (ALONE, STEP), made, strict=True):
        answer = desk.post(address, {"answer": device.answer(challenge), "challenge": challenge})
        assert answer.status_code == status
        assert ("open for too long" in answer.text) is (status == 422)
    assert not refusals._counts().waiting


@pytest.mark.both_footings
def test_an_account_that_is_off_stays_out_and_a_passkey_that_was_removed_is_none(
    app: Flask, talks: SampleVisit, device: Device
) -> None:
    newsroom.reporters.switch_off(talks.editor_email)
    desk = Desk.of(app)
    challenge = asked(desk)
    refused = desk.post(ALONE, {"answer": device.answer(challenge), "challenge": challenge})
    assert (refused.status_code, "Your account is switched off." in refused.text) == (422, True)
    newsroom.reporters.switch_on(talks.editor_email)
    passkeys.remove(talks.editor_id, db.session.scalars(select(Passkey.id)).one())
    assert desk.post(ALONE, {"answer": device.answer(challenge), "challenge": challenge}).status_code == 422


@pytest.mark.both_footings
def test_ten_wrong_answers_close_it_as_ten_wrong_passwords_do(app: Flask, talks: SampleVisit, device: Device) -> None:
    desk = Desk.of(app)
    challenge = asked(desk)
    said = [
        desk.post(ALONE, {"answer": unverified(device, challenge), "challenge": challenge}).status_code
        for _ in range(11)
    ]
    assert said == [422] * 10 + [429]


def test_at_a_number_there_are_no_passkeys(app: Flask, talks: SampleVisit) -> None:
    page = parse(app.test_client().get("/desk/sign-in", base_url="http://127.0.0.1:8000"))
    assert not page.cssselect("[data-passkey]")


@pytest.mark.both_footings
def test_a_copy_of_a_device_is_refused_and_the_signature_is_verified_outside_the_transaction(
    app: Flask, talks: SampleVisit, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def verify(**given: object) -> object:
        order.append("verified")
        return verify_authentication_response(**given)  # type: ignore[arg-type]

    def begin() -> AbstractContextManager[Session]:
        order.append("began")
        return write_session()

    monkeypatch.setattr(passkeys, "verify_authentication_response", verify)
    monkeypatch.setattr(commits, "write_session", begin)

    def is_accepted(by: Device) -> bool:
        passkey = db.session.scalars(select(Passkey)).one()
        return passkeys.accept(passkey, by.answer("sure"), Place(HOST, (ORIGIN,), ""), b"sure", alone=True)

    copied = Device(talks.editor_id, key=device.key)
    assert [is_accepted(each) for each in (device, device, copied, copied)] == [True, True, False, False]
    assert is_accepted(copied), "it has overtaken"
    assert not is_accepted(device), "so the copy shows"
    assert order == ["verified", "began"] * 6


def test_one_that_never_counts_is_accepted_again(app: Flask, talks: SampleVisit) -> None:
    device = Device(talks.editor_id, uses=None)
    device.register()
    for _ in range(2):
        desk = Desk.of(app)
        challenge = asked(desk)
        assert desk.post(ALONE, {"answer": device.answer(challenge), "challenge": challenge}).status_code == 302
