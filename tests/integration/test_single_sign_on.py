"""Signing in through the newsroom's own service: a real provider, in a process of its own."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import Door, Reporter, Role
from blog.models.audit import ACCOUNTS
from blog.permissions import SYSTEM
from tests.authenticator import set_up
from tests.desk import Desk
from tests.integration.test_audit import entries
from tests.journal import Journal
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST, free_port, is_open
from tests.servers.process import ServerProcess

LINK = "/desk/sign-in?by=service&next=/desk/visits/talks"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    server = ServerProcess(command, tmp_path_factory.mktemp("oidc"), lambda: is_open(port))
    server.start()
    try:
        yield f"http://{HOST}:{port}"
    finally:
        server.stop()


@pytest.fixture
def joined(
    make_app: Callable[..., Flask], app: Flask, talks: SampleVisit, database_url: str, issuer: str, tmp_path: Path
) -> Iterator[Callable[..., Flask]]:
    """The same site, with the service."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        oidc = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "desk", "OIDC_CLIENT_SECRET": "a secret"}
        made.append(make_app(database_url, tmp_path, **oidc, **settings))
        return made[-1]

    yield make
    for each in made:
        with each.app_context():
            db.session.remove()


def come_back(desk: Desk, issuer: str, sub: str, **claims: Any) -> TestResponse:
    """Follows the link, confirms at the service as somebody with these claims, and comes back."""
    requests.put(f"{issuer}/users/{sub}", json=claims, timeout=30).raise_for_status()
    leads = desk.get(LINK)
    assert leads.status_code == 302
    asked = parse_qs(urlsplit(leads.location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"]
    answer = requests.post(leads.location, data={"sub": sub}, allow_redirects=False, timeout=30)
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/desk/oidc/callback"
    return desk.get(f"{back.path}?{back.query}")


def role_of(account_id: int) -> Role:
    db.session.rollback()
    return db.session.get_one(Reporter, account_id).role


def test_the_account_with_the_verified_address_is_signed_in(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str
) -> None:
    desk = Desk.of(joined())
    assert "Sign in with the newsroom’s account" in desk.get("/desk/sign-in").text
    answer = come_back(desk, issuer, "ed", email="Editor@example.org", email_verified=True)
    assert answer.location == "/desk/visits/talks"
    assert desk.get("/desk/visits/talks").status_code == 200


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "editor@example.org", "email_verified": False}, "has not verified your email"),
        ({"email": "editor@example.org"}, "has not verified your email"),
        ({"email": "editor@example.org", "email_verified": "true"}, "has not verified your email"),
        ({"email": "stranger@example.org", "email_verified": True}, "There is no account for stranger@example.org"),
        ({}, "has not verified your email"),
    ],
)
def test_nobody_else_gets_in(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str, claims: dict[str, Any], sentence: str
) -> None:
    desk = Desk.of(joined())
    answer = come_back(desk, issuer, "somebody", **claims)
    assert answer.status_code == 403
    assert sentence in answer.text
    assert desk.get("/desk").status_code == 302


def test_an_account_that_is_switched_off_stays_out(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str
) -> None:
    newsroom.administration.switch_off(SYSTEM, talks.editor_id)
    answer = come_back(Desk.of(joined()), issuer, "ed", email=talks.editor_email, email_verified=True)
    assert answer.status_code == 403
    assert "Your account is switched off." in answer.text


def test_an_answer_that_was_not_asked_for_or_is_sent_twice_signs_nobody_in(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str
) -> None:
    site = joined()
    for address in (
        "/desk/oidc/callback",
        "/desk/oidc/callback?code=a&state=b",
        "/desk/oidc/callback?error=access_denied",
    ):
        answer = site.test_client().get(address)
        assert answer.status_code == 403, address
        assert "Try again" in answer.text
    requests.put(
        f"{issuer}/users/ed", json={"email": talks.editor_email, "email_verified": True}, timeout=30
    ).raise_for_status()
    victim, thief = Desk.of(site), Desk.of(site)
    leads = victim.get(LINK)
    answer = requests.post(leads.location, data={"sub": "ed"}, allow_redirects=False, timeout=30)
    back = urlsplit(answer.headers["Location"])
    assert thief.get(f"{back.path}?{back.query}").status_code == 403  # another browser's state


@pytest.mark.parametrize(("said", "role"), [("admin", Role.ADMIN), (["staff", "reporter"], Role.REPORTER)])
def test_the_role_follows_the_claim(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str, said: object, role: Role
) -> None:
    desk = Desk.of(joined(OIDC_ROLE_CLAIM="desk_role"))
    claims = {"email": talks.editor_email, "email_verified": True, "desk_role": said}
    assert come_back(desk, issuer, "ed", **claims).status_code == 302
    assert role_of(talks.editor_id) is role
    assert desk.get("/desk").status_code == 200


def test_the_only_admin_stays_admin_whatever_the_claim_says(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str, journal: Journal
) -> None:
    site = joined(OIDC_ROLE_CLAIM="desk_role")
    logging.getLogger("blog").addHandler(journal)  # a new app begins its log anew
    claims = {"email": talks.admin_email, "email_verified": True, "desk_role": "reporter"}
    desk = Desk.of(site)
    assert come_back(desk, issuer, "ann", **claims).status_code == 302
    assert role_of(talks.admin_id) is Role.ADMIN
    assert [line["account"] for line in journal.having("role kept")] == [talks.admin_email]
    [kept] = (entry for entry in entries(ACCOUNTS) if entry.act == "keep_role")
    assert (kept.about_id, kept.detail, kept.door) == (talks.admin_id, "reporter", Door.FORM)
    assert "stays admin as the only one" in desk.get("/desk/audit").text
    newsroom.administration.change_role(SYSTEM, talks.editor_id, "admin")
    assert come_back(Desk.of(site), issuer, "ann", **claims).status_code == 302
    assert role_of(talks.admin_id) is Role.REPORTER


def test_without_a_role_in_the_claim_nobody_gets_in(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str
) -> None:
    desk = Desk.of(joined(OIDC_ROLE_CLAIM="desk_role"))
    claims = {"email": talks.editor_email, "email_verified": True, "desk_role": ["cook"]}
    assert "gives you no role" in come_back(desk, issuer, "ed", **claims).text
    assert role_of(talks.editor_id) is Role.EDITOR


def test_a_second_factor_is_asked_for_all_the_same(
    joined: Callable[..., Flask], talks: SampleVisit, issuer: str
) -> None:
    site = joined()
    set_up(Desk.of(site).sign_in(talks.editor_email))
    answer = come_back(Desk.of(site), issuer, "ed", email=talks.editor_email, email_verified=True)
    assert urlsplit(answer.location).path == "/desk/sign-in/code"


def test_a_service_that_is_away_leaves_the_password(
    make_app: Callable[..., Flask], app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    away = f"http://{HOST}:{free_port()}"
    settings = {"OIDC_ISSUER": away, "OIDC_CLIENT_ID": "desk", "OIDC_CLIENT_SECRET": "a secret"}
    site = make_app(database_url, tmp_path, **settings)
    answer = site.test_client().get(LINK)
    assert answer.status_code == 403
    assert "does not answer" in answer.text
    with site.app_context():
        Desk.of(site).sign_in(talks.editor_email)
        db.session.remove()
