"""The audit: every act has its entry, with who, when and from where, in chains that show what was tampered with."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import AccountAct, AuditChain, AuditEntry, Door, Reporter
from blog.models.audit import ACCOUNTS, chain_name
from blog.newsroom import audit, origin
from blog.newsroom.commits import write_session
from blog.newsroom.origin import Origin
from blog.queries import audit_check
from tests.desk import Desk
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings


def entries(name: str) -> list[AuditEntry]:
    db.session.rollback()
    wanted = select(AuditEntry).join(AuditChain, AuditChain.id == AuditEntry.chain_id)
    return list(db.session.scalars(wanted.where(AuditChain.name == name).order_by(AuditEntry.number)))


def of_visit(talks: SampleVisit) -> list[AuditEntry]:
    return entries(chain_name(talks.visit_id))


def wrong(talks: SampleVisit) -> list[str]:
    db.session.rollback()
    return [*audit_check.check_visit(talks.visit_id).wrong]


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
