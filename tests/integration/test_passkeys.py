"""Passkeys: only a right answer of a browser adds or uses one, and nobody touches anyone else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from blog.extensions import db
from blog.models import Passkey, RecoveryCode, Reporter
from blog.newsroom import second_factors
from blog.newsroom.commits import write_session
from tests.desk import Desk
from tests.integration.test_second_factor import STEP, with_password
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

PAGE = "/desk/account/passkeys"
CREDENTIAL = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {"clientDataJSON": "AAAA", "attestationObject": "AAAA", "authenticatorData": "AAAA", "signature": "AA"},
}
NONSENSE = ["", "[]", "{}", "null", "x" * 5_000, '{"rawId": 7}', json.dumps(CREDENTIAL)]


def give(account_id: int, name: str) -> int:
    """A passkey that no device has."""
    with write_session() as session:
        passkey = Passkey(reporter_id=account_id, name=name, credential_id=name.encode(), public_key=b"x")
        passkey.created_at = datetime.now(UTC)
        session.add(passkey)
        session.flush()
        return passkey.id


def kept() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Passkey.name)))


@pytest.mark.parametrize("answer", NONSENSE)
def test_what_is_no_answer_of_a_browser_adds_nothing(desk: Desk, answer: str) -> None:
    challenge = one(parse(desk.get(PAGE)), "[name=challenge]").get("value")
    refused = desk.post(PAGE, {"name": "My phone", "answer": answer, "challenge": challenge})
    assert refused.status_code == 422
    assert one(parse(refused), "#passkey-name").get("value") == "My phone"
    assert "not accepted" in words(one(parse(refused), ".form-errors"))
    assert kept() == []


def test_a_challenge_counts_in_its_own_browser_only(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    theirs = one(parse(Desk.of(app).sign_in(talks.editor_email).get(PAGE)), "[name=challenge]").get("value")
    desk.get(PAGE)
    for challenge in (theirs, "", "forged", theirs[:-3]):
        refused = desk.post(PAGE, {"name": "My phone", "answer": json.dumps(CREDENTIAL), "challenge": challenge})
        assert "open for too long" in words(one(parse(refused), ".form-errors")), challenge


@pytest.mark.parametrize("name", ["", "\u200b", "x" * 61])
def test_a_passkey_has_a_name(desk: Desk, name: str) -> None:
    challenge = one(parse(desk.get(PAGE)), "[name=challenge]").get("value")
    refused = desk.post(PAGE, {"name": name, "answer": "{}", "challenge": challenge})
    assert refused.status_code == 422
    assert parse(refused).cssselect("#passkey-name-error")


@pytest.mark.parametrize("answer", NONSENSE[1:])
def test_what_is_no_answer_signs_nobody_in(app: Flask, desk: Desk, talks: SampleVisit, answer: str) -> None:
    give(talks.editor_id, "My phone")
    stranger = with_password(app, talks)
    page = parse(stranger.get(STEP))
    challenge = one(page, "[name=challenge]").get("value")
    options = json.loads(one(page, "[data-passkey=get]").get("data-options"))
    assert (options["rpId"], len(options["allowCredentials"])) == ("localhost", 1)
    assert stranger.post(STEP, {"answer": answer, "challenge": challenge}).status_code == 422
    assert stranger.get("/desk").status_code == 302


def test_nobody_removes_anyone_elses(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    mine = give(talks.editor_id, "My phone")
    stranger = Desk.of(app).sign_in(talks.reporter_email)
    stranger.post(f"{PAGE}/{mine}/remove")
    assert kept() == ["My phone"]
    assert "My phone" in words(one(parse(desk.get("/desk/account")), "#factors"))
    desk.post(f"{PAGE}/{mine}/remove")
    assert kept() == []


def test_the_last_one_goes_with_its_recovery_codes_unless_it_is_demanded(desk: Desk, talks: SampleVisit) -> None:
    first, second = (give(talks.editor_id, name) for name in ("My phone", "My laptop"))
    second_factors.make_recovery_codes(talks.editor_id)
    with write_session() as session:
        session.get_one(Reporter, talks.editor_id).needs_second_factor = True
    assert desk.post(f"{PAGE}/{first}/remove").status_code == 303
    refused = desk.post(f"{PAGE}/{second}/remove")
    assert refused.status_code == 422
    assert "Set up another one" in refused.text
    assert kept() == ["My laptop"]
    with write_session() as session:
        session.get_one(Reporter, talks.editor_id).needs_second_factor = False
    assert desk.post(f"{PAGE}/{second}/remove").status_code == 303
    assert kept() == []
    assert db.session.scalars(select(RecoveryCode)).all() == []
