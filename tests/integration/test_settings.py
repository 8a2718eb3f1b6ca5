"""What the settings change in the app that is made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog.cli.database import start
from blog.settings import SettingsError, from_environment
from tests.desk import Desk
from tests.markup import one, parse
from tests.sample_visit import PASSWORD, SampleVisit

MakeApp = Callable[..., Flask]


def cookies_of(app: Flask) -> list[str]:
    """The Set-Cookie lines of a sign-in."""
    desk = Desk.of(app)
    desk.get("/desk/sign-in")
    email = "editor@example.org"
    answer = desk.post("/desk/sign-in", {"email": email, "password": PASSWORD})
    assert answer.status_code == 302
    return answer.headers.getlist("Set-Cookie")


def attributes(cookie: str) -> set[str]:
    return {part.strip() for part in cookie.split(";")[1:]}


def test_the_desks_cookies_are_for_the_desk_and_not_for_scripts(app: Flask, talks: SampleVisit) -> None:
    cookies = cookies_of(app)
    assert {cookie.split("=")[0] for cookie in cookies} == {"dateline_desk", "dateline_form"}
    for cookie in cookies:
        assert {"HttpOnly", "Path=/desk", "SameSite=Lax"} <= attributes(cookie)
        assert "Secure" not in attributes(cookie)


def test_over_tls_the_cookies_are_secure_and_browsers_stay_with_tls(
    make_app: MakeApp, app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    secure = make_app(database_url, tmp_path, PUBLIC_URL="https://live.example.org")
    client = secure.test_client()
    page = client.get("/desk/sign-in", base_url="https://live.example.org")
    token = one(parse(page), "form[name=login_user_form] input[name=csrf_token]").get("value")
    form = {"csrf_token": token, "email": talks.editor_email, "password": PASSWORD}
    answer = client.post("/desk/sign-in", data=form, base_url="https://live.example.org")
    assert answer.status_code == 302
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert {"Secure", "HttpOnly", "Path=/desk", "SameSite=Lax"} <= attributes(cookie)
    assert "max-age=31536000" in client.get("/").headers["Strict-Transport-Security"]


def test_a_new_key_signs_everyone_out_and_leaves_passwords_as_they_are(
    make_app: MakeApp, app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    before = Desk.of(app).sign_in(talks.editor_email)
    cookie = before.client.get_cookie("dateline_desk", path="/desk")
    assert cookie
    renewed = make_app(database_url, tmp_path, SECRET_KEY="another key of more than thirty-two characters")
    stolen = renewed.test_client()
    stolen.set_cookie("dateline_desk", cookie.value, path="/desk")
    assert stolen.get("/desk").status_code == 302
    Desk.of(renewed).sign_in(talks.editor_email)


def test_production_is_not_made_without_a_key(make_app: MakeApp, database_url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY is missing"):
        make_app(database_url, tmp_path, DATELINE_ENV="production", SECRET_KEY="")


def test_no_host_that_a_request_names_gets_into_a_page(
    make_app: MakeApp, app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    public_id = talks.publish()
    client = make_app(database_url, tmp_path, PUBLIC_URL="https://live.example.org").test_client()
    for address in ("/", "/live/talks", "/live/talks?topic=trade", f"/live/talks/updates/{public_id}", "/live/none"):
        forged = client.get(address, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in forged.text, address
        assert "evil.example" not in str(forged.headers), address
        assert "evil.example" not in client.get(address).text
    canonical = one(parse(client.get("/live/talks")), "link[rel=canonical]")
    assert canonical.get("href") == "https://live.example.org/live/talks"


def test_without_trusted_proxies_nobody_may_say_where_a_request_comes_from(
    make_app: MakeApp, app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    for proxies, refused in (("0", True), ("1", False)):
        desk = Desk.of(make_app(database_url, tmp_path, TRUSTED_PROXIES=proxies))
        statuses = []
        for n in range(12):
            desk.get("/desk/sign-in")
            form = {"email": talks.editor_email, "password": "not the password"}
            headers = {"X-Forwarded-For": f"192.0.2.{n}"}
            statuses.append(desk.post("/desk/sign-in", form, headers=headers).status_code)
        assert (429 in statuses) is refused, f"TRUSTED_PROXIES={proxies}: {statuses}"


def test_the_wire_of_a_page_is_a_path_so_that_it_follows_the_page(client: FlaskClient, talks: SampleVisit) -> None:
    assert one(parse(client.get("/live/talks")), "#wire").get("data-socket") == "/live/talks/ws"


def test_production_without_its_public_address_says_so_in_its_log(
    make_app: MakeApp, sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for address, lines in (("", 1), ("https://live.example.org", 0)):
        app = make_app(sqlite_url, tmp_path, DATELINE_ENV="production", SECRET_KEY="s" * 40, PUBLIC_URL=address)
        assert start(app) == ""
        assert capfd.readouterr().err.count("PUBLIC_URL is not set") == lines


def test_a_blank_line_among_old_keys_is_no_key() -> None:
    read = from_environment({"SECRET_KEY_OLD": "first\n\n  second \n"})
    assert read.secret_keys_old == ("first", "second")


def test_in_production_an_old_key_that_can_be_guessed_is_refused_like_the_present_one() -> None:
    environ = {"DATELINE_ENV": "production", "SECRET_KEY": "s" * 40, "SECRET_KEY_OLD": f"{'o' * 32}\nshort"}
    with pytest.raises(SettingsError, match=r"^SECRET_KEY_OLD is too short"):
        from_environment(environ)
    assert from_environment({**environ, "SECRET_KEY_OLD": "o" * 32}).secret_keys_old == ("o" * 32,)
