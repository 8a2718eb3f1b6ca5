"""Errors as pages: what happened and what to do, and nothing of how the house is built."""

from __future__ import annotations

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from blog.extensions import db
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

NUL = "a\x00b"


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 406, 410, 413, 418, 422, 429, 500, 502, 503])
def test_every_error_is_a_page_with_a_title_advice_and_a_way_on(app: Flask, client: FlaskClient, code: int) -> None:
    app.view_functions["reader.live"] = lambda: abort(code)
    answer = client.get("/live/")
    assert answer.status_code == code
    page = parse(answer)
    assert words(one(page, "h1"))
    assert words(one(page, ".page-lead")).endswith(".")
    assert one(page, "main a").get("href") == "/"
    assert one(page, "meta[name=robots]").get("content") == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) is (code in (429, 503))


def test_an_error_of_ours_is_told_to_the_log_and_not_to_the_reader(app: Flask, client: FlaskClient) -> None:
    def fail() -> str:
        raise RuntimeError("the secret of the house")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["reader.live"] = fail
    answer = client.get("/live/")
    assert answer.status_code == 500
    assert "secret of the house" not in answer.text
    assert "Traceback" not in answer.text
    assert "logged" in words(one(parse(answer), ".page-lead"))


@pytest.mark.both_footings
def test_a_database_that_does_not_answer_is_a_503_that_will_pass(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("SELECT", {}, Exception("password=secret could not connect"))

    monkeypatch.setattr("blog.queries.visits.by_slug", gone)
    monkeypatch.setattr("blog.queries.visits.id_of", gone)
    answer = client.get("/live/talks")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "3"
    assert "secret" not in answer.text
    assert "not ready" in words(one(parse(answer), "h1"))
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "secret" not in ready.text
    assert client.get("/healthz").status_code == 200


def test_a_script_is_told_in_a_sentence(client: FlaskClient, talks: SampleVisit) -> None:
    answer = client.get("/live/none", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<" not in answer.text
    assert answer.text.endswith(".")


def test_a_method_that_an_address_does_not_know_is_a_405_that_says_which_it_knows(
    client: FlaskClient, talks: SampleVisit
) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.open("/live/talks", method=method)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.both_footings
def test_a_nul_in_a_field_breaks_nothing_on_either_database(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish()
    post = "/desk/visits/talks/updates"
    for name in ("stop", "speaker", "topics", "client_key", "kind", "standing", "lang", "publish_at", "action"):
        answer = desk.post(post, {"body": "Words.", name: NUL})
        assert answer.status_code in (303, 400, 422), name
    for name in ("headline", "body"):
        assert desk.post(post, {"body": "Words.", name: NUL}).status_code == 303
    for form in ({"text": "Words.", "update": NUL}, {"text": NUL}, {"text": "Words.", "level": NUL}):
        assert desk.post("/desk/visits/talks/banner", form).status_code in (303, 400, 422)
    edit = {"body": NUL, "version": "1", "change": "update", "note": NUL}
    assert desk.post(f"{post}/{public_id}", edit).status_code == 303
    assert desk.post("/desk/visits/talks/status", {"status": NUL}).status_code == 422
    for path in (
        "/live/%00",
        "/live/talks?speaker=%00",
        "/live/talks?kind=%00",
        "/live/talks?lang=%00",
        "/live/talks?x=%00",
    ):
        assert client.get(path).status_code in (200, 400, 404), path
    assert "\x00" not in client.get("/live/talks").text


@pytest.mark.both_footings
def test_a_nul_in_a_sign_in_is_a_failed_sign_in(app: Flask, talks: SampleVisit) -> None:
    for email, password in ((NUL, "not the password"), (talks.editor_email, NUL)):
        desk = Desk.of(app)
        desk.get("/desk/sign-in")
        assert desk.post("/desk/sign-in", {"email": email, "password": password}).status_code in (400, 422)


@pytest.mark.both_footings
def test_a_request_that_fails_leaves_the_next_one_unharmed(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    for _ in range(25):  # more than the pool holds
        client.get("/live/%00")
        client.get("/live/talks/updates/%00")
    assert client.get("/live/talks").status_code == 200
    assert getattr(db.engine.pool, "checkedout", lambda: 0)() <= 1, "only the test's own connection"


def test_health_speaks_plainly(client: FlaskClient) -> None:
    for path, word in (("/healthz", "alive\n"), ("/readyz", "ready\n")):
        answer = client.get(path)
        assert (answer.status_code, answer.text, answer.mimetype) == (200, word, "text/plain")
        assert answer.headers["Cache-Control"] == "no-store"
