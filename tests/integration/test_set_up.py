"""The set-up of a visit at the desk: every form without JavaScript, errors beside the field, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import Visit
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.wire import fragments
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

PAGE = "/desk/visits/talks/set-up"


def visit() -> Visit:
    """The visit as it is now, whatever this test has seen of it."""
    db.session.rollback()
    found = visits.by_slug("talks")
    assert found
    return found


def send(desk: Desk, address: str, **fields: Any) -> TestResponse:
    desk.get(PAGE)
    return desk.post(f"{PAGE}/{address}", fields)


def refused(answer: TestResponse, form: str, field: str) -> str:
    """The sentence beside a field of a form that was not taken; the field names it to who cannot see."""
    assert answer.status_code == 422
    shown: Element = one(parse(answer), f"#{form}-{field}")
    assert shown.get("aria-invalid") == "true"
    assert f"{form}-{field}-error" in shown.get("aria-describedby")
    return words(one(parse(answer), f"#{form}-{field}-error"))


def test_the_page_shows_what_is_known_and_leads_back(desk: Desk, talks: SampleVisit) -> None:
    page = parse(desk.get(PAGE))
    assert one(page, "#description-title").get("value") == "Talks in Vienna"
    assert [words(name) for name in page.cssselect("#stops .set-up-item h3")] == ["Vienna, Austria", "Tokyo, Japan"]
    assert one(page, "#speaker-ada-nord-title").get("value") == "Spokesperson"
    assert page.cssselect('.crumb a[href="/desk/visits/talks"]')
    assert page.cssselect('datalist#zones option[value="Asia/Shanghai"]')


def test_a_description_reaches_the_readers(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    answer = send(desk, "description", title="Talks in spring", summary="A new start.", notice="Clocks are local.")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#said")
    head = words(one(parse(client.get("/live/talks")), "#visit-head"))
    assert "Talks in spring" in head
    assert "A new start." in head
    assert "Clocks are local." in head


def test_a_stop_is_planned_by_the_clocks_of_its_own_zone(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    fields = {"city": "New York", "country": "United States", "zone": "America/New_York", "press_access": "Pool only."}
    answer = send(desk, "stops", planned_from="2027-03-04T18:00", planned_to="2027-03-05T09:30", **fields)
    assert answer.status_code == 303, answer.text
    stop = visit().stops[-1]
    assert (stop.key, stop.press_access) == ("new-york", "Pool only.")
    assert stop.planned_from
    assert stop.planned_from.isoformat() == "2027-03-04T23:00:00+00:00"
    form = one(parse(desk.get(PAGE)), "form#stop-new-york")
    assert one(form, "[name=planned_from]").get("value") == "2027-03-04T18:00"
    assert "New York" in words(one(parse(client.get("/live/talks")), "#itinerary"))


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"city": " "}, "city", "Enter the city"),
        ({"zone": "Mars/Base"}, "zone", "IANA name"),
        ({"planned_from": "soon"}, "planned_from", "2010-03-04T16:20"),
        (
            {"planned_from": "2027-03-04T18:00", "planned_to": "2027-03-04T17:00"},
            "planned_to",
            "cannot be before",
        ),
        ({"press_access": "x" * 2_001}, "press_access", "1 character too long"),
    ],
)
def test_a_stop_that_cannot_be_taken_comes_back_with_every_word(
    desk: Desk, talks: SampleVisit, wrong: dict[str, str], field: str, sentence: str
) -> None:
    fields = {"city": "Oslo", "zone": "Europe/Oslo", "country": "Norway"} | wrong
    answer = send(desk, "stops", **fields)
    assert sentence in refused(answer, "new-stop", field)
    assert one(parse(answer), "#new-stop-country").get("value") == "Norway"
    assert len(visit().stops) == 2


def test_the_same_stop_twice_is_refused_but_a_return_is_a_stop_of_its_own(desk: Desk, talks: SampleVisit) -> None:
    again = {"city": "Vienna", "zone": "Europe/Vienna"}
    answer = send(desk, "stops", **again)
    assert answer.status_code == 422
    assert "already has Vienna at this time" in words(one(parse(answer), "#new-stop .form-errors"))
    assert send(desk, "stops", planned_from="2027-03-09T10:00", **again).status_code == 303
    assert [stop.key for stop in visit().stops] == ["vienna", "tokyo", "vienna-2"]


def test_another_city_is_another_dateline_for_what_was_filed_there(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("The delegations have met.", stop="vienna")
    answer = send(desk, "stops/vienna", city="Graz", zone="Europe/Vienna", country="Austria")
    assert answer.status_code == 303, answer.text
    assert "Graz" in words(one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]'))
    wrong = send(desk, "stops/vienna", city="", zone="Europe/Vienna")
    assert "Enter the city" in refused(wrong, "stop-vienna", "city")
    assert one(parse(wrong), "details.set-up-more[open] #stop-vienna") is not None


def test_arriving_leaving_and_taking_it_back(desk: Desk, talks: SampleVisit) -> None:
    assert send(desk, "stops/vienna/left").status_code == 303
    assert send(desk, "stops/tokyo/arrived", at="2026-01-02T09:00").status_code == 303
    tokyo = visit().stops[1]
    assert tokyo.arrived_at
    assert tokyo.arrived_at.isoformat() == "2026-01-02T00:00:00+00:00"
    assert "before the arrival" in refused(send(desk, "stops/tokyo/left", at="2026-01-02T08:00"), "at-tokyo", "at")
    assert "is in the future" in refused(send(desk, "stops/tokyo/left", at="2126-01-02T08:00"), "at-tokyo", "at")
    assert send(desk, "stops/tokyo/left").status_code == 303
    assert visit().stops[1].phase == "past"
    for phase in ("now", "ahead"):
        assert send(desk, "stops/tokyo/take-back").status_code == 303
        assert visit().stops[1].phase == phase


def test_sides_speakers_titles_and_topics(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    side = {"name": "Republic of the East", "short_name": "East", "capital": "Oslo", "zone": "Europe/Oslo"}
    assert send(desk, "delegations", **side).status_code == 303
    assert send(desk, "speakers", name="习近平", title="主席", delegation="east").status_code == 303
    assert send(desk, "speakers", name="李强", title="总理", delegation="east").status_code == 303
    assert send(desk, "speakers/ada-nord", title="Minister").status_code == 303
    assert send(desk, "topics", name="台湾").status_code == 303
    assert send(desk, "topics", name="西藏").status_code == 303
    page = parse(client.get("/live/talks"))
    sides = words(one(page, "#sides"))
    assert "习近平 主席" in sides
    assert "李强 总理" in sides
    assert "Ada Nord Minister" in sides
    assert "台湾" in words(one(page, "#filters"))
    assert "西藏" in words(one(page, "#filters"))


@pytest.mark.parametrize(
    ("address", "form", "fields", "field"),
    [
        ("description", "description", {"title": " ", "summary": "Kept."}, "title"),
        ("description", "description", {"title": "T", "notice": "x" * 2_001}, "notice"),
        ("delegations", "new-delegation", {"name": "East", "capital": "Oslo", "zone": "Mars/Base"}, "zone"),
        ("speakers", "new-speaker", {"name": "", "title": "Kept", "delegation": "north"}, "name"),
        ("speakers/ada-nord", "speaker-ada-nord", {"title": ""}, "title"),
        ("topics", "new-topic", {"name": " "}, "name"),
    ],
)
def test_each_form_says_beside_the_field_what_is_wrong_and_keeps_the_others(
    desk: Desk, talks: SampleVisit, address: str, form: str, fields: dict[str, str], field: str
) -> None:
    answer = send(desk, address, **fields)
    assert refused(answer, form, field)
    for name, value in fields.items():
        shown = one(parse(answer), f"#{form}-{name}")
        assert (shown.get("value") or shown.text_content()).strip() == value.strip() or shown.tag == "select"


def test_a_reporter_gets_nowhere_in_the_set_up(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    assert desk.get(PAGE).status_code == 403
    assert PAGE not in desk.get("/desk/visits/talks").text
    for address in ("description", "stops", "stops/vienna", "stops/vienna/left", "delegations", "speakers", "topics"):
        assert desk.post(f"{PAGE}/{address}", {"title": "Mine", "city": "Mine", "name": "Mine"}).status_code == 403
    assert desk.get("/desk/visits/new").status_code == 403
    opened = desk.post("/desk/visits/new", {"title": "Mine", "slug": "mine", "zone": "Europe/Oslo"})
    assert opened.status_code == 403
    assert visits.id_of("mine") is None


def test_an_editor_opens_a_visit_and_is_led_to_its_set_up(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    assert "/desk/visits/new" in desk.get("/desk").text
    fields = {
        "title": "Ministers meet",
        "slug": "oslo-2027",
        "zone": "Europe/Oslo",
        "summary": "Two days.",
        "lang": "fr",
    }
    desk.get("/desk/visits/new")
    answer = desk.post("/desk/visits/new", fields)
    assert (answer.status_code, answer.location) == (303, "/desk/visits/oslo-2027/set-up#said")
    assert "Next, add its stops" in words(one(parse(desk.get(answer.location)), "#said[tabindex]"))
    page = parse(client.get("/live/oslo-2027"))
    assert page.get("lang") == "fr"
    assert "Oslo" in words(one(page, "#itinerary"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": ""}, "title"), ({"slug": "Not a slug"}, "slug"), ({"slug": "new"}, "slug"), ({"zone": "Oslo"}, "zone")],
)
def test_a_visit_that_cannot_be_opened_comes_back_with_the_reason(
    desk: Desk, talks: SampleVisit, wrong: dict[str, str], field: str
) -> None:
    fields = {"title": "Ministers meet", "slug": "oslo-2027", "zone": "Europe/Oslo", "summary": "Two days."} | wrong
    desk.get("/desk/visits/new")
    answer = desk.post("/desk/visits/new", fields)
    assert refused(answer, "new", field)
    assert "Two days." in words(one(parse(answer), "#new-summary"))
    assert visits.id_of(fields["slug"]) is None


def test_a_slug_that_is_taken_is_refused_and_the_form_kept(desk: Desk, talks: SampleVisit) -> None:
    desk.get("/desk/visits/new")
    answer = desk.post("/desk/visits/new", {"title": "Again", "slug": "talks", "zone": "Europe/Oslo"})
    assert "There is already a visit talks" in refused(answer, "new", "slug")
    assert one(parse(answer), "#new-title").get("value") == "Again"


def test_a_city_that_is_renamed_under_too_many_updates_asks_pages_to_load_again(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "MAX_RENAMED", 1)
    for number in range(2):
        talks.publish(f"Update {number}.", stop="vienna")
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    newsroom.itinerary.change_stop(talks.visit_id, SYSTEM, "vienna", "Wien", zone="Europe/Vienna")
    answer = client.get(f"/live/talks/since/{cursor}")
    assert answer.status_code == 410
    assert answer.json == {"reload": True}
