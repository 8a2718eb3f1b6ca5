"""Every answer has an id, and every line of the log about a request has the id of that request."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from io import StringIO
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.desk import Desk
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
_ID = re.compile(r"request_id=(\w+)")

Said = Callable[[TestResponse], list[str]]


@pytest.fixture
def said(app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> Said:
    """The lines of the log since the last look; fails when one of them is of another request than the answer's."""
    log = StringIO()
    [handler] = [each for each in logging.getLogger("blog").handlers if type(each) is logging.StreamHandler]
    monkeypatch.setattr(handler, "stream", log)

    def lines(answer: TestResponse) -> list[str]:
        written = [line for line in log.getvalue().splitlines() if _MOMENT.match(line)]  # not those of tracebacks
        log.seek(0)
        log.truncate()
        for line in written:
            assert _ID.findall(line) == [answer.headers["X-Request-ID"]], line
        return [line.partition("]")[2].strip() for line in written]

    return lines


def away(*_: object, **__: object) -> NoReturn:
    raise OperationalError("SELECT", {}, Exception("the line is cut"))


def requests_of(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("request ")]


def test_a_form_whose_token_is_refused_has_an_id_and_one_line(desk: Desk, said: Said) -> None:
    before = desk.get("/desk")
    said(before)
    for form in ({"csrf_token": "of another session", "body": "Words."}, {"csrf_token": ""}):
        answer = desk.post(POST, form)
        assert answer.status_code == 400
        assert answer.headers["X-Request-ID"] != before.headers["X-Request-ID"]
        [line] = requests_of(said(answer))
        assert f"path={POST}" in line
        assert "status=400" in line


@pytest.mark.parametrize(("method", "path"), [("GET", "/desk"), ("POST", POST), ("GET", "/desk/visits/talks")])
def test_what_fails_while_it_is_looked_up_who_asks_is_logged_under_its_own_id(
    desk: Desk, said: Said, app: Flask, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    said(desk.get("/desk"))
    monkeypatch.setattr(app.login_manager, "_request_callback", away)  # type: ignore[attr-defined]
    answer = desk.client.open(path, method=method, data={"csrf_token": desk.token, "body": "Words."})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    lines = said(answer)
    assert "the line is cut" in lines[0]
    assert len(requests_of(lines)) == 1


def test_what_fails_before_any_hook_is_a_503_with_an_id(
    client: FlaskClient, said: Said, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app, "preprocess_request", away)
    monkeypatch.setattr(app, "handle_user_exception", away)
    answer = client.get("/live/talks")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3")
    assert len(requests_of(said(answer))) == 1


def test_no_answer_is_without_an_id_and_no_two_have_the_same(
    client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    talks.publish()
    answers = [
        client.open(path, method=method)
        for path in ("/", "/live/talks", "/live/talks?page=1", "/live/none", "/%00", "/api/v1/visits", "/embed.js")
        for method in ("GET", "GET", "HEAD", "PUT", "OPTIONS")
    ]
    answers += [desk.get("/desk"), desk.get("/desk/none"), desk.post("/desk/none"), client.post(POST)]
    ids = [answer.headers["X-Request-ID"] for answer in answers]
    assert len(set(ids)) == len(ids)


def test_a_file_that_is_kept_for_ever_has_no_id(client: FlaskClient, talks: SampleVisit) -> None:
    files = re.findall(r'"(/static/[^"]+\.css)"', client.get("/live/talks").text)
    assert files
    assert [file for file in files if "X-Request-ID" in client.get(file).headers] == []


def test_the_id_that_a_trusted_proxy_gives_is_kept_when_it_is_one(
    make_app: Callable[..., Flask], sqlite_url: str, tmp_path: object
) -> None:
    client = make_app(sqlite_url, tmp_path, TRUSTED_PROXIES="1").test_client()
    for given, kept in (("of-the.proxy_1", True), ("two words", False), ("x" * 65, False), ("", False)):
        answer = client.get("/healthz", headers={"X-Request-ID": given})
        assert (answer.headers["X-Request-ID"] == given) is kept
