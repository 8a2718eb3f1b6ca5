"""An account that needs a second factor sets one up before anything else of the desk opens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models import Reporter
from blog.newsroom import second_factors
from blog.newsroom.commits import write_session
from blog.queries import accounts
from blog.web.desk.auth import OPEN, WITHOUT_SECOND_FACTOR
from tests.authenticator import set_up
from tests.desk import Desk
from tests.integration.test_safety import methods, rules
from tests.integration.test_sessions import is_in
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

ACCOUNT = "/desk/account#factors"


@pytest.fixture
def strict_app(
    make_app: Callable[..., Flask],
    app: Flask,
    talks: SampleVisit,
    database_url: str,
    bell: dict[str, str],
    tmp_path: Path,
) -> Iterator[Flask]:
    """The same site, where everyone needs one."""
    strict = make_app(database_url, tmp_path, DATELINE_REQUIRE_2FA="1", **bell)
    with strict.app_context():
        yield strict
        db.session.remove()


def demand(account_id: int) -> None:
    with write_session() as session:
        session.get_one(Reporter, account_id).needs_second_factor = True


def test_nothing_of_the_desk_opens_without_it(strict_app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(strict_app)
    desk.sign_in(talks.admin_email)
    asked = 0
    for rule, address in rules(strict_app, "/desk"):
        if rule.endpoint in OPEN | WITHOUT_SECOND_FACTOR:
            continue
        for method in methods(rule):
            answer = desk.get(address) if method == "GET" else desk.client.open(address, method=method)
            if method == "GET" and answer.status_code == 302:
                assert answer.location == ACCOUNT, rule
            else:
                assert answer.status_code == 403, (rule, method)
            asked += 1
    assert asked > 60
    assert "This account needs one" in words(one(parse(desk.get("/desk/account")), "#factors"))
    set_up(desk)
    assert is_in(desk)
    assert desk.post("/desk/account/app/remove").status_code == 422, "it is the last one"


def test_an_admins_demand_concerns_one_account_and_closes_its_open_desks(
    app: Flask, talks: SampleVisit, desk: Desk
) -> None:
    colleague = Desk.of(app).sign_in(talks.reporter_email)
    sessions = {row.id for account in (talks.editor_id, talks.reporter_id) for row in accounts.sessions_of(account)}
    demand(talks.editor_id)
    assert desk.get("/desk").location == ACCOUNT
    assert {row.id for row in accounts.holders(sessions).values()} == {talks.reporter_id}
    assert is_in(colleague)
    text = desk.publish("talks", "Typed before it was demanded.")
    assert text.status_code == 403
    assert "Typed before it was demanded." in text.text
    set_up(desk)
    assert is_in(desk)
    db.session.rollback()
    assert {row.id for row in accounts.holders(sessions).values()} == {talks.reporter_id, talks.editor_id}


def test_who_lost_everything_signs_in_with_the_password_again_once_it_is_reset(
    app: Flask, talks: SampleVisit, desk: Desk
) -> None:
    set_up(desk)
    with write_session() as session:
        second_factors.reset(session, session.get_one(Reporter, talks.editor_id))
    assert not is_in(desk)
    assert is_in(desk.sign_in(talks.editor_email))
    assert accounts.recovery_codes_left(talks.editor_id) == 0


def test_nor_does_a_key_do_what_its_account_may_not(app: Flask, talks: SampleVisit) -> None:
    _key, token = newsroom.api_keys.make(talks.editor_id, name="Wire import", scopes=["publish"])
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    address, update = f"/api/v1/visits/{talks.slug}/updates", {"body": "They have met."}
    assert client.post(address, json=update, headers=headers).status_code == 201
    demand(talks.editor_id)
    refused = client.post(address, json={"body": "Once more."}, headers=headers)
    assert refused.status_code == 401
    assert "second factor" in refused.json["detail"]  # type: ignore[index]
    set_up(Desk.of(app).sign_in(talks.editor_email))
    assert client.post(address, json={"body": "Once more."}, headers=headers).status_code == 201
