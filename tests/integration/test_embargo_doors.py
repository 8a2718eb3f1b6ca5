"""The forms of embargoes at the desk: their fields, their times in a named city, what they answer and what is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import Embargo, HeldBanner, State, Update
from blog.models.visit import now
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

VISIT = "/desk/visits/talks"
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


def tomorrow(zone: str) -> datetime:
    """18.10 of tomorrow by the clocks of a zone."""
    return (now().astimezone(ZoneInfo(zone)) + timedelta(days=1)).replace(hour=18, minute=10, second=0)


def typed(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"


def row() -> Embargo:
    db.session.rollback()
    return db.session.scalars(select(Embargo)).one()


def update() -> Update:
    db.session.rollback()
    return db.session.scalars(select(Update)).one()


def said(desk: Desk) -> str:
    return words(one(parse(desk.get(VISIT)), "#said"))


def set_embargo(desk: Desk, **fields: str) -> str:
    answer = desk.post(f"{VISIT}/embargoes", {"title": "When he speaks"} | fields, headers=JSON)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])  # type: ignore[index]


def fields_of(page: TestResponse, form: str) -> dict[str, str]:
    found = one(parse(page), form)
    return {name: value.lstrip("\n") for name, value in found.fields.items() if value and name != "csrf_token"}


@pytest.mark.parametrize(
    ("city", "zone"), [("Tokyo", "Asia/Tokyo"), ("tōkyō", "Asia/Tokyo"), ("Kathmandu", "Asia/Kathmandu")]
)
def test_its_time_is_a_local_time_of_the_city_that_is_named(
    desk: Desk, talks: SampleVisit, city: str, zone: str
) -> None:
    until = tomorrow(zone)
    assert set_embargo(desk, until=typed(until), city=city) == row().public_id
    assert (row().until, row().zone) == (until, zone)


def test_without_scripts_it_goes_back_to_the_desk_and_says_until_when(desk: Desk, talks: SampleVisit) -> None:
    fields = {"title": "The communiqué", "until": typed(tomorrow("Asia/Tokyo")), "city": "Tokyo"}
    answer = desk.post(f"{VISIT}/embargoes", fields)
    assert answer.status_code == 303
    assert answer.location.endswith(f"#e-{row().public_id}")
    assert "The embargo is set until 18.10 Tokyo" in said(desk)


def test_a_form_with_errors_keeps_its_fields(desk: Desk, talks: SampleVisit) -> None:
    for fields, wrong in (
        ({"title": ""}, "title"),
        ({"until": "tomorrow", "city": "Tokyo"}, "until"),
        ({"until": typed(tomorrow("UTC")), "city": "Nowhere at all"}, "city"),
        ({"until": typed(now() - timedelta(days=2)), "city": "Tokyo"}, "until"),
    ):
        answer = desk.post(f"{VISIT}/embargoes", {"title": "Kept words"} | fields)
        assert answer.status_code == 422
        assert one(parse(answer), f"#terms-{wrong}").get("aria-invalid") == "true", fields
        assert fields.get("title") == "" or "Kept words" in answer.text
    assert not db.session.scalars(select(Embargo)).all()


def test_a_time_that_the_clocks_skip_is_refused_and_one_that_they_repeat_is_explained(
    desk: Desk, talks: SampleVisit
) -> None:
    year = now().year + 1
    skipped = next(day for day in range(25, 32) if datetime(year, 3, day).isoweekday() == 7)
    repeated = next(day for day in range(25, 32) if datetime(year, 10, day).isoweekday() == 7)
    answer = desk.post(
        f"{VISIT}/embargoes", {"title": "x", "until": f"{year}-03-{skipped}T02:30", "city": "Vienna"}, headers=JSON
    )
    assert answer.status_code == 422
    assert "clocks go forward" in answer.json["sentence"]  # type: ignore[index]
    desk.post(f"{VISIT}/embargoes", {"title": "x", "until": f"{year}-10-{repeated}T02:30", "city": "Vienna"})
    assert "occurs twice" in said(desk)


def test_of_several_cities_with_a_name_one_is_chosen(desk: Desk, talks: SampleVisit) -> None:
    fields = {"title": "Later", "until": typed(tomorrow("UTC")), "city": "Birmingham"}
    page = desk.post(f"{VISIT}/embargoes", fields)
    assert page.status_code == 422
    places = [each.get("value") for each in parse(page).cssselect("[name=place]")]
    american = next(place for place in places if place.startswith("America/"))
    assert desk.post(f"{VISIT}/embargoes", fields | {"place": american}).status_code == 303
    assert row().zone.startswith("America/")


def test_a_text_is_kept_under_it_edited_and_taken_out_again(desk: Desk, talks: SampleVisit) -> None:
    embargo_id = set_embargo(desk, until=typed(tomorrow("Asia/Tokyo")), city="Tokyo")
    desk.publish("talks", "He will say it.", action="hold", embargo=embargo_id)
    assert (update().state, update().embargo_id) == (State.HELD, row().id)
    assert "Under the embargo “When he speaks”, until 18.10 Tokyo" in said(desk)
    queue = one(parse(desk.get(VISIT)), f'#queue [data-waiting="{update().public_id}"]')
    assert queue.get("data-state") == "held"
    found = desk.get(f"{VISIT}/search?state=held")
    assert "He will say it." in found.text
    address = f"{VISIT}/updates/{update().public_id}"
    page = desk.get(address)
    assert one(parse(page), "#main-action").get("value") == "hold"
    assert not parse(page).cssselect("[value=publish]")
    fields = fields_of(page, "form#editor") | {"body": "He says it."}
    refused = desk.post(address, fields | {"action": "publish"})
    assert refused.status_code == 422
    assert "until 18.10 Tokyo" in refused.text
    assert "He says it." in refused.text
    assert desk.post(address, fields | {"action": "hold"}).status_code == 303
    assert (update().body, update().embargo_id) == ("He says it.", row().id)
    assert desk.post(address, fields_of(desk.get(address), "form#editor") | {"action": "draft"}).status_code == 303
    assert update().state is State.DRAFT
    assert "no longer under embargo" in said(desk)


def test_a_sentence_or_the_terms_of_a_new_one_make_it_with_the_text(desk: Desk, talks: SampleVisit) -> None:
    desk.publish("talks", "One.", action="hold", embargo="Wheels up", client_key="one")
    assert (row().title, row().until) == ("Wheels up", None)
    newsroom.handins.discard(talks.visit_id, talks.editor_id, update().public_id)
    newsroom.embargoes.release(talks.visit_id, talks.editor_id, row().public_id)
    new = {"embargo": "new", "embargo_title": "At noon", "until": typed(tomorrow("Asia/Tokyo")), "city": "Tokyo"}
    refused = desk.publish("talks", "Two.", action="hold", **new | {"embargo_title": ""})
    assert refused.status_code == 422
    assert not db.session.scalars(select(Update)).all()
    assert desk.publish("talks", "Two.", action="hold", **new).status_code == 303
    db.session.rollback()
    assert update().state is State.HELD
    newest = db.session.scalars(select(Embargo).order_by(Embargo.id.desc())).first()
    assert newest
    assert (newest.title, newest.until) == ("At noon", tomorrow("Asia/Tokyo"))


def test_publishing_although_an_embargo_is_chosen_asks_first(desk: Desk, talks: SampleVisit) -> None:
    embargo_id = set_embargo(desk)
    refused = desk.publish("talks", "Wait.", action="publish", embargo=embargo_id, client_key="k")
    assert refused.status_code == 422
    assert "“When he speaks”. Publish it now instead?" in words(one(parse(refused), ".form-question"))
    assert not db.session.scalars(select(Update)).all()


@pytest.mark.parametrize("headers", [{}, HTMX, JSON])
def test_its_release_before_the_time_wants_a_reason_and_then_publishes_all(
    desk: Desk, client: FlaskClient, talks: SampleVisit, headers: dict[str, str]
) -> None:
    embargo_id = set_embargo(desk, until=typed(tomorrow("Asia/Tokyo")), city="Tokyo")
    desk.publish("talks", "Held until then.", action="hold", embargo=embargo_id)
    release = f"{VISIT}/embargoes/{embargo_id}/release"
    refused = desk.post(release, {}, headers=headers)
    assert refused.status_code == 422
    assert "18.10 Tokyo" in refused.text + refused.headers.get("HX-Trigger", "")
    assert update().state is State.HELD
    done = desk.post(release, {"note": "Broken elsewhere"}, headers=headers)
    assert done.status_code in (200, 303)
    assert update().state is State.PUBLISHED
    assert row().reason == "Broken elsewhere"
    assert "Held until then." in client.get("/live/talks").text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_one_text_is_released_alone(desk: Desk, talks: SampleVisit, headers: dict[str, str]) -> None:
    embargo_id = set_embargo(desk, until=typed(tomorrow("Asia/Tokyo")), city="Tokyo")
    desk.publish("talks", "Held until then.", action="hold", embargo=embargo_id)
    release = f"{VISIT}/updates/{update().public_id}/release"
    refused = desk.post(release, {}, headers=headers)
    assert refused.status_code == 422
    assert headers or one(parse(refused), "#decide-note").get("aria-invalid") == "true"
    assert desk.post(release, {"note": "It is out"}, headers=headers).status_code in (200, 303)
    assert update().state is State.PUBLISHED
    assert row().is_open


def test_the_form_of_somebody_who_was_overtaken_shows_both(desk: Desk, talks: SampleVisit) -> None:
    embargo_id = set_embargo(desk)
    address = f"{VISIT}/embargoes/{embargo_id}"
    loaded = fields_of(desk.get(address), "#terms-form")
    newsroom.embargoes.change_embargo(talks.visit_id, talks.editor_id, embargo_id, version=1, title="When she speaks")
    overtaken = desk.post(address, loaded | {"title": "When they speak"})
    assert overtaken.status_code == 409
    assert {"When she speaks", "When they speak"} <= set(
        overtaken.text.replace("<", "\n").replace('"', "\n").split("\n")
    ) or ("When she speaks" in overtaken.text and "When they speak" in overtaken.text)
    again = fields_of(overtaken, "#terms-form")
    assert desk.post(address, again | {"take": "theirs"}).status_code == 303
    assert row().title == "When she speaks"
    assert desk.post(address, again | {"take": "mine"}).status_code == 303
    assert row().title == "When they speak"


def test_a_banner_is_held_and_dropped(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    embargo_id = set_embargo(desk)
    fields = {"text": "He has spoken", "level": "breaking", "embargo": embargo_id, "version": "0"}
    assert desk.post(f"{VISIT}/banner", fields).status_code == 303
    assert "He has spoken" not in client.get("/live/talks").text
    assert [each.text for each in db.session.scalars(select(HeldBanner))] == ["He has spoken"]
    db.session.rollback()
    assert desk.post(f"{VISIT}/embargoes/{embargo_id}/banner/drop", {}).status_code == 303
    assert not db.session.scalars(select(HeldBanner)).all()
    assert desk.post(f"{VISIT}/banner", fields | {"embargo": "nothing"}).status_code == 404


def test_the_queue_says_why_one_could_not_be_released_at_its_time(desk: Desk, talks: SampleVisit) -> None:
    embargo_id = set_embargo(desk, until=typed(tomorrow("Asia/Tokyo")), city="Tokyo")
    desk.publish("talks", "Held.", action="hold", embargo=embargo_id)
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "ended")
    with as_of(tomorrow("Asia/Tokyo")):
        newsroom.schedule.run_due()
    assert "This visit has ended" in words(one(parse(desk.get(VISIT)), f"#e-{embargo_id}"))


def test_reporters_may_set_one_and_not_release_it(app: Flask, talks: SampleVisit) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    embargo_id = set_embargo(reporter)
    reporter.publish("talks", "Mine.", action="hold", embargo=embargo_id)
    for address in (
        f"embargoes/{embargo_id}/release",
        f"embargoes/{embargo_id}",
        f"updates/{update().public_id}/release",
    ):
        fields = {"title": "x", "version": "1"}
        assert reporter.post(f"{VISIT}/{address}", fields).status_code == 403
    assert update().state is State.HELD
