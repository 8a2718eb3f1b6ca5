"""The database refuses to change and remove entries of the audit, whoever asks it and how."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from blog import newsroom
from blog.extensions import db
from blog.models import AuditChain, AuditEntry
from blog.newsroom.commits import write_session
from blog.queries import audit_check, audit_guards
from tests.audit_guards import unguarded
from tests.integration.test_audit import of_visit, wrong
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings

COLUMNS = "chain_id, number, at, act, subject, detail, door, count, actor_digest, about_digest, previous, hash"
REFUSED = [
    *(
        f"UPDATE audit_entry SET {change}"
        for change in (
            "subject = 'x'",
            "act = 'x'",
            "at = '2020-01-01 00:00:00.000000'",
            "count = 7",
            "number = number + 100",
            "hash = 'x'",
            "previous = 'x'",
            "actor_digest = ''",
            "actor_name = 'Somebody'",
            "about_name = 'Somebody'",
            "address = '192.0.2.7'",
            "actor_name = NULL",
            "actor_id = NULL, actor_name = NULL, session_id = NULL, key_id = NULL, address = NULL",
            "actor_id = NULL, actor_name = NULL, session_id = NULL, address = NULL, actor_salt = NULL",
            "actor_name = 'Somebody', actor_salt = 'erased:x'",
            "subject = 'x', actor_id = NULL, actor_name = NULL, address = NULL, actor_salt = 'erased:x'",
        )
    ),
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE number = 1",
    "DELETE FROM audit_chain",
    "DELETE FROM visit",
    "UPDATE audit_chain SET length = length - 1",
    "UPDATE audit_chain SET hash = 'x'",
    "UPDATE audit_chain SET pruned_hash = 'x'",
    "UPDATE audit_chain SET name = 'another'",
    "UPDATE audit_chain SET visit_id = NULL",
]
REFUSED_BY = {
    "sqlite": [
        f"INSERT OR REPLACE INTO audit_entry ({COLUMNS}) SELECT {COLUMNS} FROM audit_entry WHERE number = 1",
        "REPLACE INTO audit_entry SELECT * FROM audit_entry",
        "REPLACE INTO audit_chain SELECT * FROM audit_chain",
        "UPDATE OR REPLACE audit_entry SET number = 2",
    ],
    "postgresql": [
        "TRUNCATE audit_entry",
        "TRUNCATE audit_chain CASCADE",
        "TRUNCATE visit CASCADE",
        f"INSERT INTO audit_entry ({COLUMNS}) SELECT {COLUMNS} FROM audit_entry WHERE number = 1 "
        "ON CONFLICT (chain_id, number) DO UPDATE SET subject = 'x'",
    ],
}


def test_ordinary_sql_changes_and_removes_nothing(app: Flask, talks: SampleVisit) -> None:
    talks.publish()
    before = rows()
    for statement in (*REFUSED, *REFUSED_BY[db.engine.dialect.name]):
        with pytest.raises(IntegrityError, match="append-only"), write_session() as session:
            session.execute(text(statement))
    assert rows() == before
    assert wrong(talks) == []
    talks.publish("It goes on.")
    assert wrong(talks) == []


def test_what_a_checkpoint_covers_may_go_and_a_forged_one_is_named(app: Flask, talks: SampleVisit) -> None:
    with write_session() as session:
        session.execute(text("UPDATE audit_chain SET pruned = 2 WHERE visit_id IS NOT NULL"))
        session.execute(text("DELETE FROM audit_entry WHERE number <= 2 AND chain_id = (SELECT id FROM audit_chain "
                             "WHERE visit_id IS NOT NULL)"))  # fmt: skip
    assert of_visit(talks)[0].number == 3
    assert any("the seal of the audit is wrong" in sentence for sentence in wrong(talks))


def test_a_forged_erasure_is_named(app: Flask, talks: SampleVisit) -> None:
    talks.publish()
    number = of_visit(talks)[-1].number
    erased = "actor_id = NULL, actor_name = NULL, session_id = NULL, key_id = NULL, address = NULL"
    with write_session() as session:
        session.execute(text(f"UPDATE audit_entry SET {erased}, actor_salt = 'erased:forged' WHERE number = {number}"))
    assert wrong(talks) == [f"entry {number} of the audit was changed: who acted"]


def test_the_newsroom_prunes_and_erases_all_the_same(app: Flask, talks: SampleVisit) -> None:
    talks.publish()
    newsroom.audit_pruning.prune(of_visit(talks)[3].at)
    newsroom.reporters.erase(talks.reporter_email)
    assert of_visit(talks)[0].number > 1
    assert (wrong(talks), audit_check.check_accounts().wrong) == ([], [])


def test_triggers_that_are_off_are_named(app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit_guards.missing(db.session()) == []
    with unguarded() as session:
        off = audit_guards.missing(session)
    assert len(off) == 6
    assert "audit_entry_update" in off
    assert (audit_guards.missing(db.session()), audit_check.check_accounts().wrong) == ([], [])
    monkeypatch.setattr(audit_check, "missing", lambda _session: ["audit_entry_update"])
    assert "trigger audit_entry_update is off" in "".join(audit_check.check_accounts().wrong)


def rows() -> list[tuple[object, ...]]:
    db.session.rollback()
    entries = db.session.execute(select(*AuditEntry.__table__.columns).order_by(AuditEntry.id))
    chains = db.session.execute(select(*AuditChain.__table__.columns).order_by(AuditChain.id))
    return [tuple(row) for found in (entries, chains) for row in found]
