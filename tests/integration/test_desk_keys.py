"""The page of API keys: made with scopes, visits and an end; shown once; revoked by who may."""

from __future__ import annotations

from flask import Flask

from blog.extensions import db
from blog.models import Scope
from blog.queries import api_keys
from tests.api_client import Program
from tests.desk import Desk
from tests.integration.test_fresh_sign_in import make_stale
from tests.markup import parse, words
from tests.sample_visit import SampleVisit

MADE = {"name": "Wire import", "scopes": ["write", "drafts"], "visits": ["talks"], "expires": "2999-12-31"}


def test_a_key_is_shown_once_and_works(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    assert "You have no key." in desk.get("/desk/keys").text
    made = desk.post("/desk/keys", MADE)
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    [token] = parse(made).xpath("//textarea[@id='token']/text()")
    assert Program(app, token).post({"body": "A draft.", "action": "draft"}).status_code == 201
    db.session.rollback()
    key = api_keys.by_token(token)
    assert key
    assert (key.scopes, key.for_all_visits) == ((Scope.DRAFTS, Scope.WRITE), False)
    again = desk.get("/desk/keys")
    assert token not in again.text
    [entry] = parse(again).xpath("//article[@class='key']")
    assert "Wire import" in words(entry)
    assert "Last used at" in words(entry)
    assert "31 December" in words(entry)


def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    desk.get("/desk/keys")
    refused = desk.post("/desk/keys", {"name": "", "scopes": ["banner"], "visits": ["talks"], "expires": "2001-01-01"})
    page = parse(refused)
    assert refused.status_code == 422
    assert "Say in a few words" in refused.text
    assert "Choose a time in the future." in refused.text
    assert page.xpath("//input[@name='scopes' and @checked]/@value") == ["banner"]
    assert page.xpath("//input[@name='visits' and @checked]/@value") == ["talks"]
    assert not api_keys.listed()


def test_everyone_revokes_their_own_and_an_admin_any(app: Flask, talks: SampleVisit) -> None:
    own, others = (Program.of(app, talks, role) for role in ("reporter", "editor"))
    desk = Desk.of(app).sign_in(talks.reporter_email)
    assert others.token[:11] not in desk.get("/desk/keys").text
    assert desk.post(f"/desk/keys/{others.token[:11]}/revoke").status_code == 403
    assert desk.post(f"/desk/keys/{own.token[:11]}/revoke").status_code in (302, 303)
    assert own.post({"body": "Out."}).status_code == 401
    admin = Desk.of(app).sign_in(talks.admin_email)
    assert others.token[:11] in admin.get("/desk/keys").text
    assert admin.post(f"/desk/keys/{others.token[:11]}/revoke").status_code in (302, 303)
    assert others.post({"body": "Out."}).status_code == 401
    assert "Revoked on" in admin.get("/desk/keys").text


def test_keys_open_to_who_has_just_shown_who_they_are(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    make_stale()
    asked = desk.get("/desk/keys")
    assert (asked.status_code, asked.location.partition("?")[0]) == (302, "/desk/account/confirm")
    made = desk.post("/desk/keys", MADE)
    assert "confirm_password" in made.text
    assert not api_keys.listed()
