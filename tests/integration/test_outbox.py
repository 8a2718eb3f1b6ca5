"""What the server answers to the outbox of a browser: JSON, and a question where the visit has moved on meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blog import newsroom
from tests.desk import Desk
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = "The ministers have left the building."


def send(desk: Desk, sure: str = "", **fields: Any) -> TestResponse:
    """As the outbox sends a text."""
    address = "/desk/visits/talks/updates" + (f"?sure={sure}" if sure else "")
    fields = {"body": TEXT, "action": "publish", "stop": "vienna", "client_key": "from-the-outbox", **fields}
    return desk.post(address, fields, headers={"Accept": "application/json"})


def test_a_text_is_published_once_however_often_it_is_sent(desk: Desk, talks: SampleVisit) -> None:
    first, second = send(desk), send(desk, was_here="vienna", was_banner="77")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == {"message": "Published. Readers can see it.", "posted": first.json["posted"]}
    assert second.json["posted"] == first.json["posted"]
    assert "It was not sent twice." in second.json["message"]
    assert desk.client.get("/live/talks").text.count(f">{TEXT}</p>") == 1


def test_what_is_wrong_is_said_in_a_sentence(desk: Desk, talks: SampleVisit) -> None:
    answer = send(desk, headline="Too long. " * 30)
    assert answer.status_code == 422
    assert "too long" in answer.json["sentence"]
    assert "question" not in answer.json


def test_a_text_with_another_ones_key_is_a_question(desk: Desk, talks: SampleVisit) -> None:
    send(desk)
    answer = send(desk, body="Another text.")
    assert answer.status_code == 422
    assert answer.json["question"] == {"label": "Publish as a new update", "action": "publish", "sure": "again"}
    assert send(desk, "again", body="Another text.").status_code == 201


def test_a_session_that_is_over_and_a_token_that_is_old_are_told_apart(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    assert send(Desk.of(app)).status_code == 401
    desk.token = "old"
    answer = send(desk)
    assert answer.status_code == 400
    renewal = json.loads(answer.headers["HX-Trigger"])["dateline:token"]
    assert renewal["reporter"] == str(talks.editor_id)
    desk.token = renewal["token"]
    assert send(desk).status_code == 201


def test_a_text_written_at_another_stop_asks_before_it_is_published(desk: Desk, talks: SampleVisit) -> None:
    assert send(desk, was_here="vienna", action="draft").status_code == 201
    arrive(talks)
    answer = send(desk, client_key="another", was_here="vienna")
    assert answer.status_code == 422
    assert answer.json["sentence"] == (
        "The visit has moved on to Tokyo since you wrote this. Publish it with the dateline Vienna?"
    )
    assert answer.json["question"] == {"label": "Publish it", "action": "publish", "sure": "still"}
    assert TEXT not in desk.client.get("/live/talks").text
    assert send(desk, client_key="a-draft", was_here="vienna", action="draft").status_code == 201
    assert send(desk, "still", client_key="another", was_here="vienna").status_code == 201
    assert TEXT in desk.client.get("/live/talks").text


def test_a_hand_in_asks_what_a_publication_asks(desk: Desk, talks: SampleVisit) -> None:
    arrive(talks)
    moved = send(desk, was_here="vienna", action="submit")
    assert (
        moved.json["sentence"]
        == "The visit has moved on to Tokyo since you wrote this. Hand it in with the dateline Vienna?"
    )
    assert moved.json["question"] == {"label": "Hand it in", "action": "submit", "sure": "still"}
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "Talks broken off", level="alert")
    assert (
        "“Talks broken off” Hand it in?"
        in send(desk, was_here="tokyo", was_banner="", action="submit").json["sentence"]
    )
    assert send(desk, "still", was_here="vienna", was_banner="", action="submit").status_code == 201


def test_a_text_written_under_another_banner_asks_before_it_is_published(desk: Desk, talks: SampleVisit) -> None:
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "Talks broken off", level="alert")
    answer = send(desk, was_banner="")
    assert answer.status_code == 422
    assert answer.json["sentence"] == "The banner has changed since you wrote this: “Talks broken off” Publish it?"
    newsroom.banner.clear_banner(talks.visit_id, talks.editor_id)
    assert "banner was cleared" in send(desk, was_banner="2").json["sentence"]
    assert send(desk, was_banner="").status_code == 201


def arrive(talks: SampleVisit) -> None:
    """The visitors are in Tokyo."""
    newsroom.itinerary.arrive(talks.visit_id, talks.editor_id, "tokyo")
