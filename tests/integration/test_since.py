"""The wire without a socket: the same fragments over HTTP, at an address that a cache can answer."""

from __future__ import annotations

import json

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from blog import newsroom
from blog.wire import log, replay
from tests.sample_visit import SampleVisit


def test_what_is_new_comes_as_json_with_the_time_to_ask_again(client: FlaskClient, talks: SampleVisit) -> None:
    before = _cursor(talks)
    talks.publish("The delegations have met.")

    answer = client.get(f"/live/{talks.slug}/since/{before}")

    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.json
    assert set(answer.json) == {"cursor", "content", "next_seconds"}
    assert answer.json["cursor"] == _cursor(talks)
    assert "The delegations have met." in answer.json["content"]
    assert 0 < answer.json["next_seconds"] <= 60


@pytest.mark.both_footings
def test_a_poll_says_what_the_socket_says(client: FlaskClient, talks: SampleVisit) -> None:
    before = _cursor(talks)
    public_id = talks.publish("One.", key=True)
    talks.edit(public_id, "Two.", version=1)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are on.")

    polled, message = client.get(f"/live/{talks.slug}/since/{before}").get_json(), talks.replay(before)

    assert message
    del polled["next_seconds"]
    assert polled == json.loads(message)


def test_nothing_new_is_204_and_says_when_to_ask_again(client: FlaskClient, talks: SampleVisit) -> None:
    answer = client.get(f"/live/{talks.slug}/since/{_cursor(talks)}")
    assert answer.status_code == 204
    assert answer.data == b""
    assert 0 < int(answer.headers["Poll-After"]) <= 60


@pytest.mark.parametrize("cursor", ["0badf00d:1", "{epoch}:999999", "{epoch}", "{epoch}:-1", "nonsense", "{epoch}:1x"])
def test_a_cursor_that_the_log_cannot_serve_is_410_and_asks_for_the_page(
    client: FlaskClient, talks: SampleVisit, cursor: str
) -> None:
    answer = client.get(f"/live/{talks.slug}/since/{cursor.format(epoch=_cursor(talks).partition(':')[0])}")
    assert answer.status_code == 410
    assert answer.json == {"reload": True}


@pytest.mark.both_footings
def test_a_reader_who_was_away_too_long_is_asked_to_load_the_page(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "MAX_EVENTS", 3)
    before = _cursor(talks)
    for number in range(3):
        talks.publish(f"Update {number}.")
    assert client.get(f"/live/{talks.slug}/since/{before}").status_code == 200

    talks.publish("One more.")

    assert client.get(f"/live/{talks.slug}/since/{before}").status_code == 410


@pytest.mark.both_footings
def test_a_log_that_began_again_asks_for_the_page(client: FlaskClient, talks: SampleVisit) -> None:
    before = _cursor(talks)
    newsroom.visits.reset(talks.visit_id, talks.admin_id)
    assert client.get(f"/live/{talks.slug}/since/{before}").status_code == 410
    assert client.get(f"/live/{talks.slug}/since/{_cursor(talks)}").status_code == 204


def test_there_is_no_wire_where_there_is_no_visit(client: FlaskClient, talks: SampleVisit) -> None:
    assert client.get(f"/live/nowhere/since/{_cursor(talks)}").status_code == 404


def test_every_answer_can_be_shared_by_a_cache_for_a_second_and_carries_no_cookie(
    client: FlaskClient, talks: SampleVisit
) -> None:
    before = _cursor(talks)
    talks.publish()
    for cursor in (before, _cursor(talks), "0badf00d:1"):
        answer = client.get(f"/live/{talks.slug}/since/{cursor}")
        assert "public" in answer.headers["Cache-Control"]
        assert "s-maxage=1" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_every_answer_may_be_read_by_a_page_of_any_origin_or_of_none(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    before = _cursor(talks)
    talks.publish()
    places = {"200": before, "204": _cursor(talks), "410": "0badf00d:1"}
    answers = {
        status: client.get(f"/live/{talks.slug}/since/{cursor}", headers={"Origin": "null"})
        for _ in range(2)  # from Flask, and from memory
        for status, cursor in places.items()
    }
    answers["404"] = client.get(f"/live/nowhere/since/{before}")
    app.view_functions["live.since"] = _unavailable
    answers["503"] = client.get(f"/live/{talks.slug}/since/{before}?again")
    app.view_functions["live.since"] = _too_much
    answers["429"] = client.get(f"/live/{talks.slug}/since/{before}?again")
    for status, answer in answers.items():
        assert str(answer.status_code) == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*", status
        assert answer.headers["Access-Control-Expose-Headers"] == "Poll-After", status
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in client.get(f"/live/{talks.slug}").headers


@pytest.mark.both_footings
def test_the_crowd_at_one_place_is_answered_from_memory_until_something_happens(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    before = _cursor(talks)
    talks.publish("The first news.")
    there, here = (f"/live/{talks.slug}/since/{cursor}" for cursor in (before, _cursor(talks)))
    first = {address: client.get(address, buffered=True) for address in (there, here)}
    assert [answer.status_code for answer in first.values()] == [200, 204]

    view = app.view_functions["live.since"]
    app.view_functions["live.since"] = _never
    for address, answer in first.items():
        again = client.get(address)
        assert (again.status_code, again.data) == (answer.status_code, answer.data)
        assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]
        assert again.headers.get("Poll-After") == answer.headers.get("Poll-After")
    assert client.get(there, headers={"Accept-Encoding": "br"}).headers.get("Content-Encoding") == "br"

    app.view_functions["live.since"] = view
    talks.publish("The second news.")
    for address in (there, here):
        assert "The second news." in client.get(address).json["content"]


@pytest.mark.both_footings
def test_a_socket_that_the_database_cannot_answer_for_is_refused_before_it_is_opened(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_slug: str) -> None:
        raise OperationalError("SELECT 1", {}, Exception("it is away"))

    monkeypatch.setattr(app.extensions["wire"].heads, "of", away)
    handshake = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    answer = client.get(f"/live/{talks.slug}/ws", headers=handshake | key)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def _unavailable(**_: str) -> str:
    raise OperationalError("SELECT 1", {}, Exception("it is away"))


def _too_much(**_: str) -> str:
    abort(429)


def _never(**_: str) -> str:
    raise AssertionError("Flask was asked")


def _cursor(talks: SampleVisit) -> str:
    return str(log.head(talks.visit_id))
