"""One's own account: the name, the password, and where it is signed in."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from tests.desk import Desk
from tests.integration.test_sessions import is_in, thief
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit

ACCOUNT = "/desk/account"
NEW = "another long password"


def two_devices(app: Flask, talks: SampleVisit) -> tuple[Desk, Desk]:
    laptop, phone = (Desk.of(app).sign_in(talks.editor_email) for _ in range(2))
    return laptop, phone


@pytest.mark.both_footings
def test_a_new_password_ends_all_other_sessions_and_every_copy_of_this_one(app: Flask, talks: SampleVisit) -> None:
    laptop, phone = two_devices(app, talks)
    copied, colleague = thief(app, laptop), Desk.of(app).sign_in(talks.reporter_email)
    answer = laptop.post(f"{ACCOUNT}/password", {"present": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.location) == (303, f"{ACCOUNT}#password")
    assert "signed out on all other devices" in words(one(parse(laptop.get(ACCOUNT)), "#said"))
    assert is_in(laptop)
    assert not is_in(phone)
    assert not is_in(copied)
    assert is_in(colleague)
    phone.get("/desk/sign-in")
    assert phone.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD}).status_code == 422
    assert is_in(phone.sign_in(talks.editor_email, NEW))


@pytest.mark.parametrize(
    ("present", "new", "field", "sentence"),
    [
        ("not the password", NEW, "present", "This is not your present password."),
        (PASSWORD, "tiny-word", "password", "Use at least 10 characters"),
        (PASSWORD, "x" * 1_001, "password", "Use at most 1,000 characters."),
    ],
)
def test_a_password_that_is_refused_changes_nothing(
    app: Flask, talks: SampleVisit, present: str, new: str, field: str, sentence: str
) -> None:
    laptop, phone = two_devices(app, talks)
    answer = laptop.post(f"{ACCOUNT}/password", {"present": present, "password": new})
    assert answer.status_code == 422
    assert new not in answer.text
    assert present not in answer.text
    assert sentence in words(one(parse(answer), f"#password-{field}-error"))
    assert is_in(phone)
    Desk.of(app).sign_in(talks.editor_email)


@pytest.mark.both_footings
def test_wrong_present_passwords_are_throttled_as_a_sign_in_is(desk: Desk, talks: SampleVisit) -> None:
    for _ in range(10):
        assert desk.post(f"{ACCOUNT}/password", {"present": "wrong", "password": NEW}).status_code == 422
    assert desk.post(f"{ACCOUNT}/password", {"present": PASSWORD, "password": NEW}).status_code == 429
    assert desk.get(ACCOUNT).status_code == 200


@pytest.mark.both_footings
def test_a_device_is_signed_out_from_another_and_no_one_elses_is(app: Flask, talks: SampleVisit) -> None:
    laptop, phone = two_devices(app, talks)
    stranger = Desk.of(app).sign_in(talks.reporter_email)
    page = parse(laptop.get(ACCOUNT))
    assert ["This device" in words(item) for item in page.cssselect("#devices li")] == [True, False]
    [form] = page.cssselect("#devices li form")
    assert stranger.post(form.get("action")).status_code == 303
    assert is_in(phone), "somebody else's session"
    assert laptop.post(form.get("action")).status_code == 303
    assert not is_in(phone)
    assert is_in(laptop)
    assert is_in(stranger)
    assert not parse(laptop.get(ACCOUNT)).cssselect("#devices li form")


@pytest.mark.both_footings
def test_all_other_devices_are_signed_out_at_once(app: Flask, talks: SampleVisit) -> None:
    laptop, phone = two_devices(app, talks)
    copied = thief(app, laptop)
    assert laptop.post(f"{ACCOUNT}/sessions/end-others").status_code == 303
    assert is_in(laptop)
    assert not is_in(phone)
    assert not is_in(copied)


def test_a_new_name_signs_what_is_written_from_now_on(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    talks.publish("Written before.")
    before = desk.get("/live/talks").text
    assert desk.post(f"{ACCOUNT}/name", {"name": "  Ada   Lovelace "}).status_code == 303
    page = parse(desk.get(ACCOUNT))
    assert one(page, "#name-name").get("value") == "Ada Lovelace"
    assert words(one(page, ".account-name .who")) == "Ada Lovelace"
    assert desk.get("/live/talks").text == before
    talks.publish("Written after.")
    after = [words(update) for update in parse(desk.get("/live/talks")).cssselect("#updates .update")]
    assert ["Ada Lovelace" in update for update in after] == [True, False]


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 301])
def test_a_name_that_readers_could_not_be_shown_is_refused(desk: Desk, name: str) -> None:
    answer = desk.post(f"{ACCOUNT}/name", {"name": name})
    assert answer.status_code == 422
    assert parse(answer).cssselect("#name-name-error")


def test_the_desks_pages_lead_to_ones_account(desk: Desk) -> None:
    assert one(parse(desk.get("/desk")), f'.account-sheet a[href="{ACCOUNT}"]') is not None


def test_who_was_signed_out_meanwhile_changes_no_password(app: Flask, talks: SampleVisit) -> None:
    laptop, _phone = two_devices(app, talks)
    newsroom.sessions.end_all(talks.editor_id)
    assert laptop.post(f"{ACCOUNT}/password", {"present": PASSWORD, "password": NEW}).status_code == 401
    Desk.of(app).sign_in(talks.editor_email)


def test_only_admins_hear_that_no_mailbox_is_set_up(app: Flask, talks: SampleVisit) -> None:
    for email, is_told in ((talks.admin_email, True), (talks.reporter_email, False)):
        page = parse(Desk.of(app).sign_in(email).get("/desk/account"))
        assert ("INBOX_URL" in words(one(page, "main"))) is is_told
        assert bool(page.cssselect("#mail")) is is_told
