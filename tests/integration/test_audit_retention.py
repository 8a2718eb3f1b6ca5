"""How long the audit is kept, and what it has of one person."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text

from blog import newsroom
from blog.extensions import db
from blog.models import AuditChain, Reporter
from blog.models.audit import ACCOUNTS
from blog.models.audit_tally import COUNTED_TOGETHER
from blog.newsroom.commits import write_session
from blog.queries import audit_check
from tests.audit_guards import unguarded
from tests.desk import Desk
from tests.integration.test_audit import entries, of_visit, wrong
from tests.integration.test_commands import flask
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings


def test_pruning_leaves_a_signed_checkpoint(app: Flask, talks: SampleVisit) -> None:
    for _number in range(3):
        talks.publish()
    length = len(of_visit(talks))
    with write_session() as session:
        chain = session.scalars(select(AuditChain).where(AuditChain.visit_id == talks.visit_id)).one()
        chain_id = chain.id
    middle = of_visit(talks)[4].at
    assert newsroom.audit_pruning.prune(middle) > 0
    assert [entry.number for entry in of_visit(talks)] == list(range(5, length + 1))
    talks.publish()
    assert (wrong(talks), audit_check.check_accounts().wrong) == ([], [])
    assert entries(ACCOUNTS)[-1].act == "prune_audit"
    assert newsroom.audit_pruning.prune(datetime.now(UTC) + COUNTED_TOGETHER) > 0
    assert (of_visit(talks), wrong(talks)) == ([], [])
    talks.publish()
    assert (len(of_visit(talks)), wrong(talks)) == (1, [])
    with unguarded() as session:
        session.execute(text(f"UPDATE audit_chain SET pruned = pruned + 1 WHERE id = {chain_id}"))
    assert wrong(talks) != []


def test_personal_data_is_exported_without_secrets(app: Flask, talks: SampleVisit) -> None:
    Desk.of(app).sign_in(talks.reporter_email)
    public_id = talks.publish("They met.")
    done = flask(app, "reporter", "export", talks.reporter_email)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["account"]["email"], found["visits"], found["updates"]) == (
        talks.reporter_email,
        ["talks"],
        [public_id],
    )
    assert {"updates.publish", "sign_in", "add_account"} <= {entry["act"] for entry in found["audit"]}
    account = db.session.get_one(Reporter, talks.reporter_id)
    assert not [secret for secret in (account.password, account.fs_uniquifier) if secret in done.stdout]
    assert entries(ACCOUNTS)[-1].act == "export_account"


def test_old_entries_are_pruned_from_a_terminal_unless_something_is_wrong(app: Flask, talks: SampleVisit) -> None:
    assert flask(app, "audit", "prune").stdout == "0 entries of the audit were removed.\n"
    with unguarded() as session:
        session.execute(text("UPDATE audit_entry SET subject = 'x' WHERE number = 2"))
    refused = flask(app, "audit", "prune", "--before", "2100-01-01")
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert flask(app, "audit", "prune", "--before", "2100-01-01", "--force").exit_code == 0
    assert flask(app, "log", "check").exit_code == 0
