"""Signing in and out: who may, how often, and where it leads."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from flask import Flask

from blog.models import Reporter
from blog.newsroom.commits import write_session
from tests.desk import Desk
from tests.journal import Journal
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit


def test_a_sign_in_without_its_token_signs_nobody_in_and_begins_again(app: Flask, talks: SampleVisit) -> None:
    for token in ({}, {"csrf_token": "forged"}):
        client = app.test_client()
        address = client.get("/desk/visits/talks").location
        client.get(address)
        answer = client.post(address, data={"email": talks.editor_email, "password": PASSWORD, **token})
        assert (answer.status_code, answer.location) == (303, "/desk/sign-in?next=/desk/visits/talks")
        assert PASSWORD not in answer.text
        assert client.get("/desk").status_code == 302


def test_only_the_form_signs_in(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app)
    desk.get("/desk/sign-in")
    credentials = {"email": talks.editor_email, "password": PASSWORD}
    answer = desk.client.post("/desk/sign-in?include_auth_token", json=credentials, headers={"X-CSRFToken": desk.token})
    assert answer.status_code == 415
    assert "token" not in answer.text
    assert desk.get("/desk").status_code == 302
    answer = desk.post("/desk/sign-in", {**credentials, "password": "wrong"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_ten_failures_close_an_account_to_an_address_for_a_while(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app)
    for n in range(10):
        desk.get("/desk/sign-in")
        email = talks.editor_email.upper() if n % 2 else f" {talks.editor_email} "
        assert desk.post("/desk/sign-in", {"email": email, "password": "not it at all"}).status_code == 422
    desk.get("/desk/sign-in")
    refused = desk.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD})
    assert refused.status_code == 429
    assert "Too many requests" in words(one(parse(refused), "main"))
    assert refused.headers["Retry-After"]
    assert PASSWORD not in refused.text
    Desk.of(app).sign_in(talks.reporter_email)
    elsewhere = Desk.of(app)
    elsewhere.get("/desk/sign-in")
    form = {"email": talks.editor_email, "password": PASSWORD}
    answer = elsewhere.post("/desk/sign-in", form, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 302


def test_an_ipv6_network_of_one_subscriber_is_one_address(app: Flask, talks: SampleVisit) -> None:
    def try_from(address: str, email: str = talks.editor_email) -> int:
        desk = Desk.of(app)
        desk.client.environ_base |= {"REMOTE_ADDR": address}
        desk.get("/desk/sign-in")
        return desk.post("/desk/sign-in", {"email": email, "password": "not the password"}).status_code

    assert [try_from(f"2001:db8:1:2:{n:x}::1") for n in range(10)] == [422] * 10
    assert try_from("2001:db8:1:2:ffff::1") == 429
    assert try_from("2001:db8:1:3::1") == 422, "another subscriber"
    for n in range(20):
        assert try_from(f"2001:db8:1:2:{n:x}::2", f"nobody-{n}@example.org") == 422
    assert try_from("2001:db8:1:2::2", "nobody@example.org") == 429, "thirty accounts from one network"
    assert [try_from("::ffff:192.0.2.1") for _ in range(10)] == [422] * 10
    assert try_from("192.0.2.1") == 429


def test_who_signs_in_and_out_is_logged_from_where_and_never_with_what(
    app: Flask, talks: SampleVisit, journal: Journal
) -> None:
    desk, email = Desk.of(app), talks.editor_email
    desk.client.environ_base |= {"REMOTE_ADDR": "192.0.2.7"}
    for password in (["not the password"] * 11) + [PASSWORD]:
        desk.get("/desk/sign-in")
        desk.post("/desk/sign-in", {"email": f" {email}", "password": password})
    elsewhere = Desk.of(app).sign_in(email)
    elsewhere.post("/desk/sign-out", {"everywhere": "1"})
    desk.get("/desk/sign-in")
    desk.post("/desk/sign-in", {"email": "x" * 900 + "\n[info] signed in", "password": "not the password"})
    for event, count in (("sign-in failed", 11), ("sign-in throttled", 2), ("signed in", 1), ("signed out", 1)):
        lines = journal.having(event)
        assert len(lines) == count, event
        assert {line["account"] for line in lines} <= {email, "x" * 80}
        assert all(line["address"] and line["request_id"] for line in lines)
    assert {line["address"] for line in journal.having("sign-in throttled")} == {"192.0.2.7"}
    assert journal.having("signed out")[0]["everywhere"] is True
    assert not any(password in str(journal.lines) for password in ("not the password", PASSWORD))


def test_a_password_that_no_hash_takes_is_a_wrong_one(app: Flask, talks: SampleVisit) -> None:
    for email, password in (
        (talks.editor_email, "x" * 60_000),
        (talks.editor_email, f"{PASSWORD}\0"),
        ("\0", PASSWORD),
        ("", ""),
        (talks.editor_email, ""),
    ):
        desk = Desk.of(app)
        desk.get("/desk/sign-in")
        assert desk.post("/desk/sign-in", {"email": email, "password": password}).status_code == 422


def test_a_right_password_does_not_count_as_a_failure(app: Flask, talks: SampleVisit) -> None:
    for _ in range(12):
        Desk.of(app).sign_in(talks.editor_email)


def test_an_unknown_account_and_a_wrong_password_are_answered_alike(app: Flask, talks: SampleVisit) -> None:
    answers = []
    for email in (talks.editor_email, "nobody@example.org"):
        desk = Desk.of(app)
        desk.get("/desk/sign-in")
        answer = desk.post("/desk/sign-in", {"email": email, "password": "not the password"})
        answers.append((answer.status_code, words(one(parse(answer), "main")).replace(email, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "is wrong" in answers[0][1]


OUTSIDE = [
    *("https://evil.example/", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example"),
    *("\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "http:evil.example"),
    *("https:evil.example", "https:///evil.example", "/\\/evil.example", " //evil.example", "data:text/html,x"),
    *("http://localhost@evil.example", "//localhost:80@evil.example/", "/\\\t/evil.example", "/%09/evil.example"),
]


def test_a_sign_in_leads_nowhere_outside(app: Flask, talks: SampleVisit) -> None:
    for n, target in enumerate(OUTSIDE):
        desk, here = Desk.of(app), {"REMOTE_ADDR": f"192.0.2.{n}"}
        desk.get("/desk/sign-in")
        form = {"email": talks.editor_email, "password": PASSWORD, "next": target}
        answer = desk.post("/desk/sign-in", form, query_string={"next": target}, environ_overrides=here)
        if answer.status_code == 422:
            continue
        assert answer.status_code == 302
        # As a browser reads it: without tabs and line ends, and a backslash is a slash.
        seen = answer.location.translate({ord("\\"): "/", ord("\t"): None, ord("\n"): None}).strip()
        led_to = urljoin("http://localhost/desk/sign-in", seen)
        assert urlsplit(led_to)[:2] == ("http", "localhost"), (target, answer.location)


def test_a_sign_in_leads_back_to_where_one_wanted_to_go(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app)
    wanted = desk.get("/desk/visits/talks?x=1").location
    desk.get(wanted)
    answer = desk.post(wanted, {"email": talks.editor_email, "password": PASSWORD})
    assert answer.location == "/desk/visits/talks?x=1"
    again = Desk.of(app)
    again.get(wanted)
    credentials = {"email": talks.editor_email, "password": PASSWORD}
    answer = again.post("/desk/sign-in", credentials, query_string={"next": "/desk/visits/talks/search?q=台北"})
    assert answer.location == "/desk/visits/talks/search?q=%E5%8F%B0%E5%8C%97"


def test_an_account_that_is_closed_cannot_sign_in_and_is_signed_out(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    with write_session() as session:
        session.get_one(Reporter, talks.editor_id).active = False
    assert desk.get("/desk").status_code == 302
    again = Desk.of(app)
    again.get("/desk/sign-in")
    assert again.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD}).status_code == 422


def test_signing_out_closes_the_desk(desk: Desk) -> None:
    assert desk.get("/desk").status_code == 200
    assert desk.client.get("/desk/sign-out").status_code == 405
    assert desk.get("/desk").status_code == 200
    assert desk.post("/desk/sign-out").status_code == 302
    assert desk.get("/desk").status_code == 302
