"""The same text from two tabs or two devices is published once; whoever comes second is told, and may mean it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog import newsroom
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.markup import Element, one, parse, shown, words
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"
HTMX = {"HX-Request": "true"}
TEXT = {"headline": "They agree", "body": "Both sides say so.", "stop": "tokyo", "action": "publish"}
LATER = {"publish_at": "2126-03-04T18:10"}


def published(client: FlaskClient) -> list[str]:
    return shown(parse(client.get("/live/talks")))


def asked(answer: TestResponse) -> Element:
    assert answer.status_code == 422, answer.text
    return one(parse(answer), ".form-question")


def say_yes(desk: Desk, answer: TestResponse, fields: dict[str, Any]) -> TestResponse:
    button = one(asked(answer), "button")
    return desk.post(button.get("formaction"), fields | {button.get("name"): button.get("value")})


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_same_words_from_elsewhere_are_asked_about_with_a_way_to_the_update_that_stands(
    app: Flask, client: FlaskClient, talks: SampleVisit, headers: dict[str, str]
) -> None:
    phone, laptop = (Desk.of(app).sign_in(talks.reporter_email) for _ in range(2))
    assert phone.post(POST, TEXT | {"client_key": "the phone's"}).status_code == 303
    [first] = published(client)
    mine = TEXT | {"client_key": "the laptop's", "body": " Both sides say so.\r\n"}
    answer = laptop.post(POST, mine, headers=headers)
    question = asked(answer)
    assert "You already sent this text (published at" in words(question)
    assert "Tokyo" in words(question)
    assert one(question, "a").get("href") == f"{POST}/{first}"
    assert one(parse(answer), "#composer [name=headline]").get("value") == "They agree"
    assert published(client) == [first]
    for _ in range(2):
        assert say_yes(laptop, answer, mine).status_code == 303
    assert len(published(client)) == 2, "meant once, however often it was sent"


def test_a_colleague_another_headline_or_ten_minutes_make_it_another_update(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    with as_of(now() - timedelta(minutes=11)):
        newsroom.updates.publish(talks.visit_id, talks.reporter_id, Post("Said before.", "The sides"))
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert reporter.post(POST, TEXT | {"client_key": "1"}).status_code == 303
    assert desk.post(POST, TEXT | {"client_key": "2"}).status_code == 303
    assert reporter.post(POST, TEXT | {"client_key": "3", "headline": "They agree, again"}).status_code == 303
    assert reporter.publish("talks", "Said before.", headline="The sides", client_key="4").status_code == 303
    assert len(published(client)) == 5


def test_words_that_a_colleague_has_edited_since_are_known_as_they_were_published(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    reporter.post(POST, TEXT | {"client_key": "1"})
    talks.edit(published(client)[0], "Both sides deny it.", version=1)
    asked(reporter.post(POST, TEXT | {"client_key": "2"}))
    talks.withdraw(published(client)[0])
    assert reporter.post(POST, TEXT | {"client_key": "2"}).status_code == 303, "none stands any more"


@pytest.mark.parametrize(("first", "second"), [("submit", "submit"), ("schedule", "publish"), ("publish", "schedule")])
def test_what_was_handed_on_is_known_as_well(
    desk: Desk, client: FlaskClient, talks: SampleVisit, first: str, second: str
) -> None:
    before = TEXT | {"client_key": "1", "action": first} | (LATER if first == "schedule" else {})
    assert desk.post(POST, before).status_code == 303
    again = TEXT | {"client_key": "2", "action": second} | (LATER if second == "schedule" else {})
    answer = desk.post(POST, again)
    what = {"submit": "handed to the editors", "schedule": "scheduled for 18.10 Tokyo", "publish": "published at"}
    assert f"already sent this text ({what[first]}" in words(asked(answer))
    assert say_yes(desk, answer, again).status_code == 303
    assert desk.post(POST, TEXT | {"client_key": "3", "action": "draft"}).status_code == 303, "a draft goes nowhere"


def test_the_same_form_again_is_one_update_and_says_that_it_stands_once(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    form = TEXT | {"client_key": "one form"}
    assert desk.post(POST, form).location == desk.post(POST, form).location
    said = words(one(parse(desk.get("/desk/visits/talks")), "#said"))
    assert "This was already published at" in said
    assert "not sent twice" in said
    assert len(published(client)) == 1


def test_a_form_that_was_kept_says_so_when_it_is_sent_again_to_do_more(desk: Desk, talks: SampleVisit) -> None:
    form = TEXT | {"client_key": "one form", "action": "draft"}
    desk.post(POST, form)
    answer = desk.post(POST, form | {"action": "submit"})
    assert answer.status_code == 422
    assert "You already saved this text" in answer.text
    assert desk.post(POST, form).status_code == 303, "kept once more, it is the same draft"
    assert len(parse(desk.get("/desk/visits/talks")).cssselect(".waiting li")) == 1


@pytest.mark.parametrize("other", [{"body": "Neither side says so."}, {"headline": "They do not agree"}])
def test_another_text_in_a_form_that_was_sent_is_not_lost_and_may_be_a_new_update(
    desk: Desk, client: FlaskClient, talks: SampleVisit, other: dict[str, str]
) -> None:
    form = TEXT | {"client_key": "one form"}
    desk.post(POST, form)
    answer = desk.post(POST, form | other)
    assert "This form already sent a different text (published at" in words(asked(answer))
    assert say_yes(desk, answer, form | other).status_code == 303
    assert len(published(client)) == 2


def test_a_draft_is_not_published_beside_the_same_words_without_a_question(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    draft = f"{POST}/{desk.post(POST, TEXT | {'client_key': '1', 'action': 'draft'}).location.rpartition('-')[2]}"
    desk.post(POST, TEXT | {"client_key": "2"})
    answer = desk.post(draft, TEXT | {"version": "1"})
    assert "You already sent this text (published" in words(asked(answer))
    assert say_yes(desk, answer, TEXT | {"version": "1"}).status_code == 303
    assert len(published(client)) == 2
