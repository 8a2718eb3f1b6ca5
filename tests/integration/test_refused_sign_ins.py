"""Sign-ins that are turned away without a look at the password are counted in the audit, within a bound."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from blog.models import AccountAct, AuditEntry
from blog.models.audit import ACCOUNTS
from blog.models.audit_tally import COUNTED_TOGETHER
from blog.newsroom import refusals
from blog.queries import audit_check
from blog.web.desk.password_queue import PasswordQueue
from tests.authenticator import set_up
from tests.desk import Desk
from tests.integration.test_audit import Clock, entries
from tests.integration.test_second_factor import enter, with_password
from tests.sample_visit import PASSWORD, SampleVisit

pytestmark = pytest.mark.both_footings


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What refusals take for the present time: it stands."""
    clock = Clock()
    monkeypatch.setattr(refusals, "current_time", lambda: clock.at)
    return clock


def refused(clock: Clock) -> list[AuditEntry]:
    """The entries of the ten minutes, once they are over."""
    newsroom.refusals.write()
    clock.at += COUNTED_TOGETHER
    newsroom.refusals.write()
    return [entry for entry in entries(ACCOUNTS) if entry.act == AccountAct.REFUSE_SIGN_IN]


def sign_in(app: Flask, email: str, password: str, address: str = "192.0.2.7") -> int:
    desk = Desk.of(app)
    desk.client.environ_base |= {"REMOTE_ADDR": address}
    desk.get("/desk/sign-in")
    return desk.post("/desk/sign-in", {"email": email, "password": password}).status_code


def test_those_past_the_limit_count_with_the_others(app: Flask, talks: SampleVisit, clock: Clock) -> None:
    said = [sign_in(app, talks.editor_email, "wrong") for _ in range(10)]
    said += [sign_in(app, talks.editor_email, PASSWORD) for _ in range(3)]
    said += [sign_in(app, "nobody@example.org", "wrong")]
    assert said == [422] * 10 + [429] * 3 + [422]
    known, unknown = sorted(refused(clock), key=lambda entry: -entry.count)
    assert (known.count, known.about_id, known.address) == (13, talks.editor_id, "192.0.2.7")
    assert (unknown.count, unknown.about_id) == (1, None)
    assert audit_check.check_accounts().wrong == []


def test_those_for_whom_there_is_no_room_count_too(
    app: Flask,
    talks: SampleVisit,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue = PasswordQueue(most_waiting=0)
    monkeypatch.setitem(app.extensions, "password_queue", queue)
    with queue.turn(known=True):
        assert [sign_in(app, talks.editor_email, PASSWORD) for _ in range(2)] == [429, 429]
    [entry] = refused(clock)
    assert (entry.count, entry.about_id, entry.address) == (2, talks.editor_id, "192.0.2.7")


def test_codes_past_the_limit_and_passwords_typed_again_count(
    app: Flask,
    talks: SampleVisit,
    desk: Desk,
    clock: Clock,
) -> None:
    phone, _codes = set_up(desk)
    stranger = with_password(app, talks)
    assert [enter(stranger, code="000000").status_code for _ in range(10)] == [422] * 10
    form = {"present": "not it", "password": "another long password"}
    assert desk.post("/desk/account/password", form).status_code == 422
    assert enter(stranger, code=phone.next_code).status_code == 429
    [entry] = refused(clock)
    assert (entry.count, entry.address) == (12, "127.0.0.1")


def test_a_flood_from_ever_new_addresses_leaves_a_bounded_number_of_entries(
    app: Flask,
    talks: SampleVisit,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refusals, "MOST_KINDS", 3)
    for number in range(10):
        newsroom.refusals.count(AccountAct.REFUSE_SIGN_IN, talks.editor_id, address=f"192.0.2.{number % 5}")
        newsroom.refusals.write()
    found = {entry.address: entry.count for entry in refused(clock)}
    assert found == {"192.0.2.0": 2, "192.0.2.1": 2, "192.0.2.2": 2, None: 4}
    newsroom.refusals.count(AccountAct.REFUSE_SIGN_IN, talks.editor_id, address="192.0.2.4")
    assert "192.0.2.4" in {entry.address for entry in refused(clock)}, "in other ten minutes"
