"""How the API answers: problems that say what to do, tags for what has not changed, and a door for other sites."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.integration.test_api import TALKS, V1, given
from tests.sample_visit import SampleVisit


def problem(client: FlaskClient, address: str, status: int, **more: Any) -> Any:
    """What is wrong with an address."""
    answer = client.open(address, **more)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    said = json.loads(answer.text)
    assert said["status"] == status
    assert said["title"]
    assert said["detail"].endswith(".")
    return said


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=few", "limit"),
        ("before=99999999999999999999", "before"),
        ("after=yesterday", "after"),
        ("after=ab:1&topic=trade", "after"),
        ("kind=rumour", "kind"),
        ("key=maybe", "key"),
        ("topic=%00", "topic"),
        ("fbclid=1", "fbclid"),
    ],
)
def test_an_argument_that_cannot_be_taken_is_named(
    client: FlaskClient, talks: SampleVisit, asked: str, named: str
) -> None:
    given(client, f"{TALKS}/updates")  # so that one answer is in memory
    said = problem(client, f"{TALKS}/updates?{asked}", 422)
    assert list(said["errors"]) == [named]
    assert said["errors"][named].endswith(".")


@pytest.mark.parametrize(
    "address", ["", "/visits/nowhere", "/visits/a%00b", "/visits/talks/updates/nothing", "/visits/talks/updates/%00"]
)
def test_what_is_not_there_is_a_problem(client: FlaskClient, talks: SampleVisit, address: str) -> None:
    assert problem(client, f"{V1}/nowhere{address}" if not address else V1 + address, 404)["type"].endswith("404")


def test_another_method_is_refused_with_those_that_are_known(client: FlaskClient, talks: SampleVisit) -> None:
    for method in ("POST", "PUT", "DELETE"):
        problem(client, TALKS, 405, method=method)
        known = {"GET", "HEAD", "OPTIONS", "PATCH"}  # programs with a key change the description by PATCH
        assert set(client.open(TALKS, method=method).headers["Allow"].split(", ")) == known


def test_what_fails_here_is_a_problem_that_tells_nothing_of_the_house(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("SELECT", {}, Exception("secret"))

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("blog.queries.visits.by_slug", gone)
    said = problem(client, TALKS, 503)
    assert client.get(TALKS).headers["Retry-After"] == "3"
    monkeypatch.setattr("blog.queries.visits.by_slug", fail)
    assert "secret" not in json.dumps([said, problem(client, TALKS, 500)])


def test_an_answer_that_has_not_changed_costs_nothing(client: FlaskClient, talks: SampleVisit) -> None:
    cursor = given(client, TALKS)["cursor"]
    for address in (f"{V1}/visits", TALKS, f"{TALKS}/updates?after={cursor}", f"{TALKS}/events", f"{V1}/openapi.json"):
        first = client.get(address)
        assert "Set-Cookie" not in first.headers
        assert "max-age=0" in first.headers["Cache-Control"]
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304
        assert client.head(address).headers["ETag"] == first.headers["ETag"]
        talks.publish()
        again = client.get(address, headers=known)
        assert again.status_code == (304 if address.endswith("openapi.json") else 200)


def test_pages_of_other_sites_may_ask(client: FlaskClient, talks: SampleVisit) -> None:
    theirs = {"Origin": "https://elsewhere.example"}
    for address in (TALKS, f"{V1}/visits/nowhere", f"{TALKS}/updates?limit=0"):
        answer = client.get(address, headers=theirs)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = client.options(TALKS, headers={**theirs, "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/live/talks").headers
