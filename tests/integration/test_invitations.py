"""Invitations: an account comes into being when the person with the link accepts, once, within seven days."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.logs import without_tokens
from blog.models import Invitation, Reporter
from blog.models.visit import now
from blog.newsroom.errors import NotAllowed, NotFound, Refused
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import accounts
from blog.web.desk.invitations import FAILURES
from tests.desk import Desk
from tests.journal import Journal
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

NEW = "nadia@example.org"
CHOSEN = {"name": "Nadia New", "password": "five quiet words please"}


def invited(talks: SampleVisit, role: str = "reporter") -> str:
    """The path of a new link."""
    token = newsroom.invitations.invite(talks.admin_id, NEW, role=role, visit_ids=[talks.visit_id])
    return f"/desk/invitations/{token}"


@pytest.mark.both_footings
def test_who_accepts_has_an_account_is_signed_in_and_belongs_to_the_team(app: Flask, talks: SampleVisit) -> None:
    link, nadia = invited(talks, "editor"), Desk.of(app)
    page = parse(nadia.get(link))
    assert one(page, "#email").get("value") == NEW
    assert accounts.by_email(NEW) is None
    answer = nadia.post(link, CHOSEN)
    assert (answer.status_code, answer.location) == (302, "/desk"), answer.text
    assert nadia.get("/desk/visits/talks").status_code == 200
    db.session.rollback()
    account = accounts.by_email(NEW)
    assert account
    assert (account.name, account.role) == ("Nadia New", "editor")
    assert Desk.of(app).sign_in(NEW, CHOSEN["password"]).publish("talks", "I have arrived.").status_code == 303


def test_a_link_works_once_and_not_when_it_is_old_taken_back_or_replaced(app: Flask, talks: SampleVisit) -> None:
    used = invited(talks)
    assert Desk.of(app).get(used).status_code == 200
    visitor = Desk.of(app)
    visitor.get(used)
    visitor.post(used, CHOSEN)
    newsroom.reporters.erase(NEW)
    with as_of(now() - timedelta(days=7)):
        old = invited(talks)
    replaced = invited(talks)
    revoked = invited(talks)
    newsroom.invitations.revoke(talks.admin_id, db.session.scalars(select(Invitation.id)).one())
    pages = set()
    for link in (used, old, replaced, revoked, "/desk/invitations/nonsense"):
        stranger = Desk.of(app)
        stranger.get("/desk/sign-in")
        for answer in (stranger.get(link), stranger.post(link, CHOSEN)):
            assert answer.status_code == 404, link
            pages.add(words(one(parse(answer), "main")))
    assert len(pages) == 1
    db.session.rollback()
    assert accounts.by_email(NEW) is None


def test_the_page_of_an_invitation_says_no_word_about_a_visit(app: Flask, talks: SampleVisit) -> None:
    answer = Desk.of(app).get(invited(talks))
    assert "Talks in Vienna" not in answer.text
    assert "talks" not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refused_form_keeps_the_name_and_no_password(app: Flask, talks: SampleVisit) -> None:
    link, visitor = invited(talks), Desk.of(app)
    visitor.get(link)
    answer = visitor.post(link, {"name": "Nadia", "password": "short"})
    assert answer.status_code == 422
    page = parse(answer)
    assert one(page, "#name").get("value") == "Nadia"
    assert one(page, "#password").get("value") is None
    assert "at least 10 characters" in words(one(page, "#password-error"))
    assert "Enter a name" in visitor.post(link, {"name": " ", "password": CHOSEN["password"]}).text
    assert accounts.by_email(NEW) is None


def test_whoever_is_signed_in_does_not_accept_for_somebody_else(app: Flask, talks: SampleVisit) -> None:
    link, ed = invited(talks), Desk.of(app).sign_in(talks.editor_email)
    assert "You are signed in as An editor" in ed.get(link).text
    assert ed.post(link, CHOSEN).status_code == 200
    assert accounts.by_email(NEW) is None


def test_the_token_is_neither_in_the_database_nor_in_the_log(app: Flask, talks: SampleVisit, journal: Journal) -> None:
    link = invited(talks)
    token = link.rpartition("/")[2]
    Desk.of(app).get(link)
    row = db.session.scalars(select(Invitation)).one()
    assert token not in str(vars(row))
    assert "/desk/invitations/…" in [line["path"] for line in journal.having("request")]
    assert token not in str(journal.lines)


def test_no_address_with_a_token_is_logged_whole(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert len(rules) >= 3
    for rule in rules:
        _host, path = rule.build({"token": "wQ7"}, append_unknown=False) or ("", "")
        assert "wQ7" in path
        assert "wQ7" not in without_tokens(None, "", {"path": path})["path"], rule


def test_strangers_cannot_try_links_or_passwords_without_end(app: Flask, talks: SampleVisit) -> None:
    link, visitor = invited(talks), Desk.of(app)
    visitor.get(link)
    most = int(re.match(r"\d+", FAILURES)[0])  # type: ignore[index]
    answers = [visitor.post(link, {"name": "", "password": "short"}).status_code for _ in range(most + 1)]
    assert set(answers[:-1]) == {422}
    assert answers[-1] == 429


@pytest.mark.both_footings
def test_only_admins_invite_and_nobody_who_has_an_account(talks: SampleVisit) -> None:
    for by_id in (talks.reporter_id, talks.editor_id):
        with pytest.raises(NotAllowed):
            newsroom.invitations.invite(by_id, NEW)
        with pytest.raises(NotAllowed):
            newsroom.invitations.revoke(by_id, 1)
    with pytest.raises(Refused, match=talks.editor_email):
        newsroom.invitations.invite(SYSTEM, talks.editor_email.upper())
    assert db.session.scalars(select(Invitation)).all() == []


@pytest.mark.both_footings
def test_an_invitation_of_an_erased_admin_still_works(talks: SampleVisit) -> None:
    token = invited(talks).rpartition("/")[2]
    newsroom.administration.change_role(SYSTEM, talks.editor_id, "admin")
    newsroom.reporters.erase(talks.admin_email)
    assert newsroom.invitations.accept(token, **CHOSEN) == NEW
    with pytest.raises(NotFound):
        newsroom.invitations.accept(token, **CHOSEN)
    assert len(db.session.scalars(select(Reporter).where(Reporter.email == NEW)).all()) == 1
