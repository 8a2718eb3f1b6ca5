"""What is set for a time remembers it, says it, and does not go out sooner unless somebody means it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from blog.extensions import db
from blog.models import State, Update
from blog.models.visit import now
from tests.desk import Desk
from tests.markup import Element, one, parse, shown, words
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"
HTMX = {"HX-Request": "true"}


def tomorrow_in(zone: str) -> datetime:
    """18.10 of tomorrow by the clocks of a zone."""
    return (now().astimezone(ZoneInfo(zone)) + timedelta(days=1)).replace(hour=18, minute=10, second=0, microsecond=0)


def typed(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"


def row() -> Update:
    """The only update, read afresh."""
    db.session.rollback()
    return db.session.scalars(select(Update)).one()


@pytest.fixture
def due() -> datetime:
    return tomorrow_in("Asia/Tokyo")


@pytest.fixture
def waiting(desk: Desk, talks: SampleVisit, due: datetime) -> str:
    """The address of an update that is scheduled for tomorrow at 18.10 in Tokyo."""
    answer = desk.publish("talks", "They land.", action="schedule", stop="tokyo", publish_at=typed(due))
    assert answer.status_code == 303, answer.text
    return f"{POST}/{answer.location.rpartition('-')[2]}"


def fields_of(page: TestResponse) -> dict[str, str]:
    """What a browser would send of an untouched form, without its button."""
    form = one(parse(page), "form#editor")
    return {name: value.lstrip("\n") for name, value in form.fields.items() if value and name != "csrf_token"}


def question_in(page: TestResponse) -> Element:
    return one(parse(page), "form .form-question")


def answer_yes(desk: Desk, page: TestResponse, fields: dict[str, str]) -> TestResponse:
    """Presses the button of the question."""
    button = one(question_in(page), "button[type=submit]")
    return desk.post(button.get("formaction"), fields | {button.get("name"): button.get("value")})


def test_its_page_and_the_list_of_what_waits_say_its_state_and_time(desk: Desk, waiting: str, due: datetime) -> None:
    page = parse(desk.get(waiting))
    assert one(page, "#edit-publish_at").get("value") == typed(due)
    assert one(page, "details.schedule").get("open") is not None
    state = words(one(page, "#state"))
    assert state.startswith("Scheduled for 18.10 Tokyo")
    listed = words(one(parse(desk.get("/desk/visits/talks")), ".waiting"))
    assert "Scheduled · 18.10 Tokyo" in listed
    main = one(page, "#main-action")
    assert main.get("value") == "schedule"
    assert words(main).startswith("Schedule for 18.10 Tokyo")


def test_saving_it_untouched_keeps_its_time(desk: Desk, waiting: str, due: datetime) -> None:
    fields = fields_of(desk.get(waiting))
    answer = desk.post(waiting, fields | {"body": "They have landed.", "action": "schedule"})
    assert answer.status_code == 303
    assert (row().state, row().due_at, row().body) == (State.SCHEDULED, due, "They have landed.")
    assert "Scheduled for 18.10 Tokyo" in desk.get("/desk/visits/talks").text


@pytest.mark.parametrize("action", ["draft", "submit"])
def test_taking_it_off_its_schedule_is_said_in_words(desk: Desk, waiting: str, action: str) -> None:
    assert "cancels the scheduled time" in words(one(parse(desk.get(waiting)), "#editor .composer-actions"))
    fields = fields_of(desk.get(waiting))
    assert desk.post(waiting, fields | {"action": action}).status_code == 303
    assert row().due_at is None
    assert "It is no longer scheduled for 18.10 Tokyo" in words(one(parse(desk.get("/desk/visits/talks")), "#said"))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_publishing_it_sooner_asks_first_and_names_the_time(
    desk: Desk, client: FlaskClient, waiting: str, headers: dict[str, str]
) -> None:
    fields = fields_of(desk.get(waiting)) | {"body": "My newer words."}
    for otherwise in ({}, {"publish_at": ""}):
        answer = desk.post(waiting, fields | otherwise | {"action": "publish"}, headers=headers)
        assert answer.status_code == 422
        asked = words(question_in(answer))
        assert "This is scheduled for 18.10 Tokyo" in asked
        assert "Publish now?" in asked
        assert "My newer words." in answer.text
        assert row().state is State.SCHEDULED
    assert shown(parse(client.get("/live/talks"))) == []
    assert answer_yes(desk, answer, fields).status_code == 303
    assert row().state is State.PUBLISHED
    assert "My newer words." in client.get("/live/talks").text


def test_a_form_without_an_action_does_not_publish_it(desk: Desk, waiting: str) -> None:
    for action in ({}, {"action": ""}, {"action": "shout"}):
        assert desk.post(waiting, fields_of(desk.get(waiting)) | action).status_code == 422
        assert row().state is State.SCHEDULED


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_time_and_publish_contradict_each_other_and_the_desk_asks(
    desk: Desk, client: FlaskClient, talks: SampleVisit, due: datetime, headers: dict[str, str]
) -> None:
    fields = {"body": "They land.", "stop": "tokyo", "publish_at": typed(due), "client_key": "mine"}
    answer = desk.post(POST, fields | {"action": "publish"}, headers=headers)
    assert answer.status_code == 422
    assert "You chose a time to publish this: 18.10 Tokyo" in words(question_in(answer))
    form = one(parse(answer), "form#composer")
    assert one(form, "#new-publish_at").get("value") == typed(due)
    assert one(form, "details.schedule").get("open") is not None
    assert words(one(form, "#main-action")).startswith("Schedule for 18.10 Tokyo"), "the main button keeps the time"
    assert shown(parse(client.get("/live/talks"))) == []
    assert answer_yes(desk, answer, fields).status_code == 303
    assert row().state is State.PUBLISHED


def test_a_draft_with_a_time_in_its_form_is_not_published_without_a_question(
    desk: Desk, talks: SampleVisit, due: datetime
) -> None:
    answer = desk.publish("talks", "They land.", action="draft", stop="tokyo", publish_at=typed(due))
    assert "It is not scheduled" in words(one(parse(desk.get("/desk/visits/talks")), "#said"))
    draft = f"{POST}/{answer.location.rpartition('-')[2]}"
    fields = fields_of(desk.get(draft)) | {"publish_at": typed(due), "action": "publish"}
    assert desk.post(draft, fields).status_code == 422
    assert row().state is State.DRAFT
    assert desk.post(draft, fields | {"publish_at": ""}).status_code == 303


@pytest.mark.parametrize("email", ["editor_email", "reporter_email"])
def test_the_main_button_of_what_was_handed_in_keeps_it_handed_in(app: Flask, talks: SampleVisit, email: str) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    handed_in = reporter.publish("talks", "Rough words.", action="submit")
    address = f"{POST}/{handed_in.location.rpartition('-')[2]}"
    someone = Desk.of(app).sign_in(getattr(talks, email))
    page = someone.get(address)
    main = one(parse(page), "#main-action")
    assert main.get("value") == "submit"
    assert someone.post(address, fields_of(page) | {"body": "Better.", "action": "submit"}).status_code == 303
    assert (row().state, row().body) == (State.SUBMITTED, "Better.")


def test_a_reporter_is_not_offered_to_schedule_what_an_editor_scheduled(
    app: Flask, desk: Desk, talks: SampleVisit, due: datetime
) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    handed_in = reporter.publish("talks", "Rough words.", action="submit", stop="tokyo")
    address = f"{POST}/{handed_in.location.rpartition('-')[2]}"
    fields = fields_of(desk.get(address)) | {"publish_at": typed(due), "action": "schedule"}
    assert desk.post(address, fields).status_code == 303
    page = reporter.get(address)
    assert "Scheduled for 18.10 Tokyo" in words(one(parse(page), "#state"))
    assert one(parse(page), "#main-action").get("value") == "submit"
    assert not parse(page).cssselect("[value=schedule]")
    answer = reporter.post(address, fields_of(page) | {"action": "publish"})
    assert answer.status_code == 422
    assert "This is scheduled for 18.10 Tokyo" in words(question_in(answer))
