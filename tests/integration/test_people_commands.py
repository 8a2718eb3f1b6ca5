"""The people from a terminal: an invitation, a role, who there is; each error one line."""

from __future__ import annotations

import re

from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models import Reporter
from blog.queries import accounts
from tests.desk import Desk
from tests.integration.test_commands import flask
from tests.sample_visit import PASSWORD, SampleVisit

NEW = "nadia@example.org"


def account(account_id: int) -> Reporter:
    db.session.rollback()
    return db.session.get_one(Reporter, account_id, populate_existing=True)


def test_an_invitation_is_printed_as_a_link_to_the_visits_that_were_named(app: Flask, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("other", title="Other talks", by_id=talks.admin_id)
    done = flask(app, "reporter", "invite", NEW, "--role", "editor", "--visit", "talks")
    assert done.exit_code == 0, done.output
    link = re.sub(r"^https?://[^/]+", "", done.output.strip())
    nadia = Desk.of(app)
    nadia.get(link)
    assert nadia.post(link, {"name": "Nadia", "password": PASSWORD}).status_code == 302
    assert nadia.get("/desk/visits/talks/set-up").status_code == 200
    assert nadia.get("/desk/visits/other").status_code == 403


def test_without_a_name_an_invitation_is_for_every_visit_that_has_not_ended(app: Flask, talks: SampleVisit) -> None:
    ended = newsroom.visits.open_visit("ended", title="Ended talks", by_id=talks.admin_id)
    newsroom.visits.set_status(ended, talks.admin_id, "ended")
    token = flask(app, "reporter", "invite", NEW).output.strip().rpartition("/")[2]
    newsroom.invitations.accept(token, name="Nadia", password=PASSWORD)
    nadia = accounts.by_email(NEW)
    assert nadia
    assert [each.visit_id for each in nadia.memberships] == [talks.visit_id]


def test_the_list_names_everybody_and_no_author_of_an_archive(app: Flask, talks: SampleVisit) -> None:
    with newsroom.commits.write_session() as session:
        newsroom.reporters.find_or_add_author(session, "Old Hand", "x")
    newsroom.reporters.switch_off(talks.reporter_email)
    lines = flask(app, "reporter", "list").output.splitlines()
    assert lines == [
        "admin@example.org\tadmin\ton\tAn admin",
        "editor@example.org\teditor\ton\tAn editor",
        "reporter@example.org\treporter\toff\tAn reporter",
    ]


def test_a_role_and_a_lost_second_factor_are_changed_from_a_terminal(app: Flask, talks: SampleVisit) -> None:
    rita = Desk.of(app).sign_in(talks.reporter_email)
    assert flask(app, "reporter", "role", talks.reporter_email, "editor").exit_code == 0
    assert rita.get("/desk/visits/talks/set-up").status_code == 200
    with newsroom.commits.write_session() as session:
        session.get_one(Reporter, talks.reporter_id).totp_secret = "secret"
    assert flask(app, "reporter", "reset-second-factor", talks.reporter_email).exit_code == 0
    assert account(talks.reporter_id).totp_secret == ""
    assert rita.get("/desk").status_code == 302


def test_each_error_is_one_line_that_says_what_to_do(app: Flask, talks: SampleVisit) -> None:
    for command, words in {
        ("invite", "nobody"): "not a valid email address",
        ("invite", talks.editor_email): "There is already an account editor@example.org.",
        ("invite", NEW, "--visit", "nowhere"): "There is no visit nowhere.",
        ("role", NEW, "editor"): "There is no account nadia@example.org.",
        ("reset-second-factor", NEW): "There is no account nadia@example.org.",
    }.items():
        failed = flask(app, "reporter", *command)
        assert failed.exit_code == 1, command
        assert len(failed.output.strip().splitlines()) == 1, failed.output
        assert words in failed.output
    assert flask(app, "reporter", "role", talks.editor_email, "king").exit_code == 2
