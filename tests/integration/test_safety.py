"""The floor that nothing may fall through: who comes in, and what a browser is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from blog.security import policy
from tests.desk import Desk
from tests.markup import one, parse
from tests.sample_visit import PASSWORD, SampleVisit

OPEN = {"security.login", "desk.second_step", "desk.sign_in_by_passkey", "desk.worker", "desk.manifest", "desk.share"}
OPEN |= {"desk.invitation", "desk.reset", "desk.forgot", "desk.oidc_callback", "desk.calendar"}

NUMBERS = ("note_id", "handover_id", "session_id", "account_id", "invitation_id", "mail_id", "passkey_id")


def rules(app: Flask, under: str) -> Iterator[tuple[Rule, str]]:
    """Every rule below a path, with an address that it matches."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(under):
            given: dict[str, object] = {"slug": "talks", "kind": "stop", "act": "begin"} | dict.fromkeys(NUMBERS, 1)
            values = {name: given.get(name, "x") for name in rule.arguments}
            with app.test_request_context():
                yield rule, rule.build(values, append_unknown=False)[1]  # type: ignore[index]


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"OPTIONS", "HEAD"}


# They can do nothing with a page to sign in.
ASKED_BY_SCRIPTS = {"desk.socket", "desk.since", "desk.rehearsal_socket", "desk.rehearsal_since"}


def test_nothing_under_the_desk_answers_a_stranger_but_the_sign_in(app: Flask, talks: SampleVisit) -> None:
    talks.publish("A published word.")
    asked = 0
    for rule, address in rules(app, "/desk"):
        if rule.endpoint in OPEN:
            continue
        for method in methods(rule):
            stranger = Desk.of(app)
            stranger.get("/desk/sign-in")
            if method == "GET" and rule.endpoint in ASKED_BY_SCRIPTS:
                answer = stranger.get(address)
                assert answer.status_code == 401, rule
            elif method == "GET":
                answer = stranger.get(address)
                assert answer.status_code == 302, rule
                assert answer.location.startswith("/desk/sign-in?next="), rule
            else:
                answer = stranger.post(address, {"body": "My text."})
                assert answer.status_code == 401, rule
            assert answer.headers["Cache-Control"] == "no-store"
            asked += 1
    assert asked > 15
    assert {rule.endpoint for rule, _ in rules(app, "/desk")} >= OPEN


def test_nothing_is_at_the_desk_but_what_the_desk_made(app: Flask) -> None:
    """What a library registers by itself would be looked after by nobody: a check of passwords without a throttle."""
    foreign = {rule.endpoint for rule, _ in rules(app, "/desk") if not rule.endpoint.startswith("desk.")}
    assert foreign == {"security.login", "security.logout"}
    for endpoint in foreign:
        assert app.view_functions[endpoint].__module__ == "blog.web.desk.sign_in"
    elsewhere = {"flask_security", "flask_login", "flask_principal"}
    assert not [name for name, view in app.view_functions.items() if view.__module__.split(".")[0] in elsewhere]


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/nothing", "/desk/visits/none", "//desk", "/desk?x=1"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_no_other_way_of_asking_gets_past_the_gate(
    client: FlaskClient, talks: SampleVisit, path: str, method: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code in (302, 308, 401, 404, 405)
    assert "Next update" not in answer.text


def test_a_script_that_asks_without_a_sign_in_is_told_in_words(client: FlaskClient, talks: SampleVisit) -> None:
    answer = client.get("/desk/visits/talks", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "sign in" in answer.text.lower()
    assert "<html" not in answer.text


def test_no_form_is_taken_without_its_token(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    public_id = talks.publish()
    forms = [
        ("/desk/visits/talks/updates", {"body": "My text.", "headline": "My headline", "topics": "trade"}),
        (f"/desk/visits/talks/updates/{public_id}", {"body": "My text.", "version": "1", "change": "update"}),
        (f"/desk/visits/talks/updates/{public_id}/withdraw", {"note": "My text."}),
        ("/desk/visits/talks/banner", {"text": "My text."}),
        ("/desk/visits/talks/status", {"status": "ended"}),
        ("/desk/sign-out", {}),
        *[(f"/desk/visits/talks/updates/{public_id}/{verb}", {}) for verb in ("pin", "unpin", "key", "unkey", "purge")],
        ("/desk/visits/talks/banner/clear", {}),
    ]
    before = desk.get("/live/talks").headers["ETag"]
    for wrong in ({}, {"csrf_token": "forged"}):
        for address, form in forms:
            answer = desk.client.post(address, data={**form, **wrong})
            assert answer.status_code == 400, address
            assert ("My text." in answer.text) == ({"body", "text"} & form.keys() != set()), "texts are handed back"
    assert desk.get("/live/talks").headers["ETag"] == before, "something was changed"
    assert desk.get("/desk").status_code == 200, "still signed in"


def test_a_password_is_never_handed_back(desk: Desk) -> None:
    answer = desk.client.post("/desk/visits/none/updates", data={"body": "Kept.", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Kept." in answer.text
    assert PASSWORD not in answer.text


def test_a_form_that_was_kept_can_be_sent_again_as_it_is(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    form = {"body": "Sent twice.", "headline": "H", "topics": ["trade", "borders"], "action": "publish"}
    kept = one(parse(desk.client.post("/desk/visits/talks/updates", data=form)), "main form")
    fields: dict[str, list[str]] = {}
    for name, value in kept.form_values():
        fields.setdefault(name, []).append(value)
    assert sorted(fields["topics"]) == ["borders", "trade"]
    assert desk.client.post(kept.get("action"), data=fields).status_code == 303
    assert "Sent twice." in client.get("/live/talks").text


def public_addresses(public_id: str) -> list[str]:
    return [
        *("/", "/live/talks", "/live/talks?topic=trade", f"/live/talks/updates/{public_id}", "/live/talks/embed"),
        *(
            f"/live/talks/updates/{public_id}/embed",
            f"/live/talks/updates/{public_id}/history",
            "/embed.js",
            "/healthz",
            "/readyz",
            "/live/talks/since/a:1",
        ),
        *("/live/none", "/none", "/live/talks?page=99", "/static/x/css/site.css", "/live/"),
    ]


def test_public_answers_set_no_cookie_and_depend_on_none(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish()
    for visitor in (app.test_client(), desk.client):
        for address in public_addresses(public_id):
            for _ in range(2):
                answer = visitor.get(address)
                assert "Set-Cookie" not in answer.headers, address
                assert "cookie" not in answer.headers.get("Vary", "").lower(), address
                assert "An editor" not in answer.text
                assert "csrf_token" not in answer.text


SHOWS_CARDS = re.compile(r"/live/[^/]+(/updates/[^/]+)?(/embed)?")


def test_every_answer_carries_the_whole_policy_and_its_companions(
    app: Flask, client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    public_id = talks.publish()
    answers = {address: client.get(address) for address in public_addresses(public_id)}
    for address in ("/desk", "/desk/visits/talks", f"/desk/visits/talks/updates/{public_id}", "/desk/none"):
        answers[address] = desk.get(address)
    answers["405"] = client.post("/live/talks")
    answers["400"] = desk.client.post("/desk/visits/talks/banner", data={})
    answers["302"] = client.get("/desk")
    answers["304"] = client.get("/live/talks", headers={"If-None-Match": answers["/live/talks"].headers["ETag"]})
    answers["429"] = throttled(app, talks)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["reader.live"] = lambda: str(1 // 0)
    answers["500"] = client.get("/live/")
    assert {answers[code].status_code for code in ("405", "400", "302", "304", "429", "500")} == {
        *(405, 400, 302, 304, 429, 500)
    }
    file = answers.pop("/static/x/css/site.css")
    assert file.headers["Content-Security-Policy"] == "default-src 'none'"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    for address, answer in answers.items():
        site = "" if "/desk" in answer.request.path or "/since/" in answer.request.path else app.config["PUBLIC_URL"]
        # Cards of videos play in a page of ours, in a frame.
        frames = "'self'" if SHOWS_CARDS.fullmatch(answer.request.path) and address != "405" else ""
        rules = policy("*" if address.endswith("/embed") else "'none'", site=site, frames=frames)
        assert answer.headers["Content-Security-Policy"] == rules, address
        opener = "same-origin" if address.startswith("/desk") else None
        assert answer.headers.get("Cross-Origin-Opener-Policy") == opener or address.isdecimal(), address
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin", address
        assert "camera=()" in answer.headers["Permissions-Policy"], address


def throttled(app: Flask, talks: SampleVisit) -> TestResponse:
    """The answer after ten failures."""
    desk = Desk.of(app)
    for _ in range(11):
        desk.get("/desk/sign-in")
        answer = desk.post("/desk/sign-in", {"email": talks.reporter_email, "password": "not the password"})
    return answer
