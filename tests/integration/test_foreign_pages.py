"""What a page of another site may have a reporter's browser do at the desk: nothing, and it signs nobody out."""

from __future__ import annotations

from itertools import product

from flask import Flask
from flask.testing import FlaskClient

from tests.desk import Desk
from tests.integration.test_safety import rules
from tests.journal import Journal
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://blog.localhost"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},  # the browser's own word goes before it
    {"Sec-Fetch-Site": "anything else"},
    {"Sec-Fetch-Site": ""},
    *(
        {"Origin": origin}
        for origin in ("https://evil.example", "null", "http://localhost:1", "http://[::1", "localhost")
    ),
]
OWN = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.a.proxy.example"},
    {"Origin": "http://localhost"},
    {},
]


def test_a_form_from_another_site_is_refused_without_a_form_or_a_cookie(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    before = client.get("/live/talks").headers["ETag"]
    form = {"body": "Not the reporter's words.", "action": "publish", "csrf_token": desk.token}
    for who, headers in product((desk.client, app.test_client()), FOREIGN):
        answer = who.post(POST, data=form, headers=headers)
        assert answer.status_code == 403, headers
        assert "Set-Cookie" not in answer.headers
        assert parse(answer).cssselect("main form, form[method=post]") == []
        assert "Not the reporter" not in answer.text
        assert "another site" in words(one(parse(answer), "main"))
    assert client.get("/live/talks").headers["ETag"] == before
    assert desk.get("/desk").status_code == 200, "still signed in"


def test_a_form_of_the_desk_itself_is_taken(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    for headers in OWN:
        assert desk.post(POST, {"body": "Ours.", "action": "publish"}, headers=headers).status_code == 303, headers
    assert len(shown(parse(client.get("/live/talks")))) == len(OWN)


def test_no_address_of_the_desk_is_open_to_another_site(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    paths = {address for _, address in rules(app, "/desk")} | {"/desk/nothing", "/%64esk/sign-in"}
    for who, path, method in product((desk.client, app.test_client()), paths, ("POST", "PUT", "PATCH", "DELETE")):
        answer = who.open(path, method=method, headers=FOREIGN[0], data={"csrf_token": desk.token})
        assert answer.status_code == 403, (method, path)
        assert "Set-Cookie" not in answer.headers
    assert desk.get("/desk").status_code == 200


def test_a_link_on_another_site_leads_to_the_desk(desk: Desk, talks: SampleVisit) -> None:
    arriving = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert desk.client.get("/desk/visits/talks", headers=arriving).status_code == 200


def test_what_is_refused_is_logged_with_its_request_and_where_it_came_from(
    app: Flask, desk: Desk, talks: SampleVisit, journal: Journal
) -> None:
    foreign = desk.client.post(POST, data={"body": "X"}, headers={"Origin": "https://evil.example/" + "x" * 900})
    [line] = journal.having("from another site")
    assert line["request_id"] == foreign.headers["X-Request-ID"]
    assert line["origin"].startswith("https://evil.example")
    assert len(line["origin"]) <= 200
    assert line["path"] == POST
    stale = desk.client.post(POST, data={"body": "X", "csrf_token": "of another session"})
    [line] = journal.having("invalid CSRF token")
    assert stale.status_code == 400
    assert line["request_id"] == stale.headers["X-Request-ID"]


def test_a_form_without_a_session_is_answered_without_a_cookie(app: Flask, talks: SampleVisit) -> None:
    paths = (POST, "/desk/visits/talks/updates/x/pin", "/desk/sign-out", "/desk/sign-in")
    for path, token in product(paths, ("", "forged")):
        answer = app.test_client().post(path, data={"body": "My text.", "csrf_token": token})
        assert answer.status_code in (303, 401)
        assert "Set-Cookie" not in answer.headers


def test_a_page_in_a_foreign_frame_sets_no_cookie(app: Flask) -> None:
    for destination in ("iframe", "image", "empty"):
        framed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": destination}
        assert "Set-Cookie" not in app.test_client().get("/desk/sign-in", headers=framed).headers
    arriving = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    assert "Set-Cookie" in app.test_client().get("/desk/sign-in", headers=arriving).headers
