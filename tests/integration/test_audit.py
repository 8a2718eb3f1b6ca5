"""The audit: every act has its entry, with who, when and from where, in chains that show what was tampered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text

from blog import newsroom
from blog.extensions import db
from blog.models import AccountAct, AuditChain, AuditEntry, Door, Reporter
from blog.models.audit import ACCOUNTS, chain_name
from blog.models.audit_tally import COUNTED_TOGETHER
from blog.newsroom import audit, origin, refusals
from blog.newsroom.commits import write_session
from blog.newsroom.origin import Origin
from blog.queries import audit_check
from tests.audit_guards import unguarded
from tests.desk import Desk
from tests.sample_visit import SampleVisit

MORNING = datetime(2026, 11, 27, 8, 1, tzinfo=UTC)


@dataclass
class Clock:
    """What refusals take for the present time."""

    at: datetime = MORNING


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(refusals, "current_time", lambda: clock.at)
    return clock


def entries(name: str) -> list[AuditEntry]:
    db.session.rollback()
    wanted = select(AuditEntry).join(AuditChain, AuditChain.id == AuditEntry.chain_id)
    return list(db.session.scalars(wanted.where(AuditChain.name == name).order_by(AuditEntry.number)))


def of_visit(talks: SampleVisit) -> list[AuditEntry]:
    return entries(chain_name(talks.visit_id))


def wrong(talks: SampleVisit) -> list[str]:
    db.session.rollback()
    return [*audit_check.check_visit(talks.visit_id).wrong]


@pytest.mark.both_footings
def test_a_post_at_the_desk_is_recorded_with_who_and_from_where(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    desk.publish("talks", "They met.")
    last = of_visit(talks)[-1]
    assert (last.act, last.door, last.count) == ("updates.publish", Door.FORM, 1)
    assert (last.actor_id, last.actor_name, last.address) == (talks.editor_id, "An editor", "127.0.0.1")
    assert last.session_id
    assert last.subject
    assert "They met" not in str(vars(last))
    assert wrong(talks) == []


def test_the_site_itself_leaves_no_address(talks: SampleVisit) -> None:
    with origin.acting(Origin(Door.FORM, address="192.0.2.7")):
        newsroom.visits.set_status(talks.visit_id, newsroom.transaction.SYSTEM, "paused")
    last = of_visit(talks)[-1]
    assert (last.act, last.door, last.actor_digest, last.address) == ("visits.set_status", Door.SYSTEM, "", None)


def test_what_changes_nothing_is_no_act(talks: SampleVisit) -> None:
    before = len(of_visit(talks))
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "live")
    assert len(of_visit(talks)) == before


def test_an_act_of_an_account_is_recorded_with_whom_it_concerned(talks: SampleVisit) -> None:
    with (
        origin.acting(Origin(Door.FORM, talks.admin_id, "An admin", 3, address="192.0.2.7")),
        write_session() as session,
    ):
        about = session.get_one(Reporter, talks.reporter_id)
        audit.record(session, AccountAct.CHANGE_ROLE, about=about, detail="editor")
    last = entries(ACCOUNTS)[-1]
    assert (last.act, last.detail, last.about_name) == ("change_role", "editor", "An reporter")
    assert (last.actor_id, last.actor_name, last.session_id, last.address) == (
        talks.admin_id,
        "An admin",
        3,
        "192.0.2.7",
    )
    assert audit_check.check_accounts().wrong == []


def test_sign_ins_are_recorded_with_their_session_and_how_they_end(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    desk.post("/desk/sign-out")
    began, ended = entries(ACCOUNTS)[-2:]
    assert (began.act, ended.act) == ("sign_in", "sign_out")
    assert began.actor_id == ended.actor_id == talks.editor_id
    assert began.session_id == ended.session_id
    assert began.session_id
    assert ended.address == "127.0.0.1"


@pytest.mark.both_footings
def test_refused_sign_ins_are_one_entry_for_each_account_and_ten_minutes(
    app: Flask, talks: SampleVisit, clock: Clock
) -> None:
    desk = Desk.of(app)
    desk.get("/desk/sign-in")
    secret = "hunter2hunter2"
    clock.at = MORNING
    for email in (talks.editor_email, talks.editor_email, secret, "nobody@example.org"):
        assert desk.post("/desk/sign-in", {"email": email, "password": "wrong"}).status_code == 422
        newsroom.refusals.write()
    assert "refuse_sign_in" not in [entry.act for entry in entries(ACCOUNTS)], "they are still counted"
    clock.at += COUNTED_TOGETHER
    newsroom.refusals.write()
    known, unknown = (entry for entry in entries(ACCOUNTS) if entry.act == "refuse_sign_in")
    if known.about_id is None:
        known, unknown = unknown, known
    assert (known.count, known.about_name, known.address) == (2, "An editor", "127.0.0.1")
    assert (unknown.count, unknown.about_name, unknown.actor_name) == (2, None, None)
    assert secret not in str([vars(entry) for entry in entries(ACCOUNTS)])
    assert audit_check.check_accounts().wrong == []


def test_what_an_account_may_not_do_is_counted_in_one_entry(app: Flask, talks: SampleVisit, clock: Clock) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    clock.at = MORNING
    for _ in range(3):
        assert desk.post("/desk/visits/talks/banner", {"text": "Breaking"}).status_code == 403
    newsroom.refusals.write()
    clock.at += COUNTED_TOGETHER
    newsroom.refusals.write()
    [refused] = (entry for entry in entries(ACCOUNTS) if entry.act == "refuse_act")
    assert (refused.count, refused.actor_id, refused.subject) == (3, talks.reporter_id, "desk.banner")


TAMPERING: dict[str, tuple[str, str]] = {
    "a change": ("UPDATE audit_entry SET subject = 'x' WHERE number = 3", "entry 3 of the audit was changed"),
    "another time": (
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE number = 3",
        "entry 3 of the audit was changed",
    ),
    "another person": (
        "UPDATE audit_entry SET actor_name = 'Somebody' WHERE number = 3",
        "entry 3 of the audit was changed: who acted",
    ),
    "an erasure that was none": (
        "UPDATE audit_entry SET actor_id = NULL, actor_name = NULL, session_id = NULL, address = NULL, "
        "actor_salt = NULL WHERE number = 14",
        "entry 14 of the audit was changed: who acted",
    ),
    "the first removed": ("DELETE FROM audit_entry WHERE number = 1", "entry 1 of the audit was removed"),
    "one of the middle removed": ("DELETE FROM audit_entry WHERE number = 5", "entry 5 of the audit was removed"),
    "the last removed": ("DELETE FROM audit_entry WHERE number = 14", "entry 14 of the audit was removed"),
    "the end cut off": (
        "DELETE FROM audit_entry WHERE number > 12; UPDATE audit_chain SET length = 12, "
        "hash = (SELECT hash FROM audit_entry AS e WHERE e.chain_id = audit_chain.id AND number = 12) "
        "WHERE visit_id IS NOT NULL",
        "the seal of the audit is wrong",
    ),
    "two exchanged": (
        "UPDATE audit_entry SET number = -1 WHERE number = 5; UPDATE audit_entry SET number = 5 WHERE number = 6; "
        "UPDATE audit_entry SET number = 6 WHERE number = -1",
        "entry 5 of the audit was changed",
    ),
    "all removed": ("DELETE FROM audit_entry; DELETE FROM audit_chain", "the whole audit is missing"),
}


# Each database keeps times and texts in its own way, and removes rows behind its own triggers.
ON_BOTH = {"another time", "an erasure that was none", "the end cut off"}


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=[pytest.mark.both_footings] * (each in ON_BOTH)) for each in TAMPERING]
)
def test_tampering_is_named(talks: SampleVisit, name: str) -> None:
    while len(of_visit(talks)) < 14:
        talks.publish()
    assert wrong(talks) == []
    of_chain = f"chain_id = (SELECT id FROM audit_chain WHERE visit_id = {talks.visit_id}) AND number"
    statements, said = TAMPERING[name]
    with unguarded() as session:
        for statement in statements.split("; "):
            session.execute(text(statement.replace("WHERE number", f"WHERE {of_chain}")))
    assert any(sentence.startswith(said) for sentence in wrong(talks)), wrong(talks)
    talks.publish("One more, which must not hide it.")
    assert wrong(talks) != []


@pytest.mark.both_footings
def test_an_erased_account_leaves_no_trace_and_the_chains_hold(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    desk.publish("talks", "They met.")
    with write_session() as session:
        about = session.get_one(Reporter, talks.reporter_id)
        audit.record(session, AccountAct.CHANGE_ROLE, about=about, detail="editor")
    newsroom.reporters.erase(talks.reporter_email)
    everything = [*of_visit(talks), *entries(ACCOUNTS)]
    assert not any("An reporter" in str(vars(entry)) for entry in everything)
    assert not any(talks.reporter_id in (entry.actor_id, entry.about_id) for entry in everything)
    assert [entry.address for entry in everything if entry.is_actor_erased] == [None, None]
    assert (wrong(talks), audit_check.check_accounts().wrong) == ([], [])
    talks.reporter_id = talks.editor_id
    talks.publish("It goes on.")
    assert wrong(talks) == []
