"""A rehearsal: what readers would see of a held visit reaches its team, and through the desk alone."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from blog.wire import log
from blog.wire.streams import Audience
from tests.desk import Desk
from tests.integration.test_roles import outsider
from tests.markup import one, parse
from tests.sample_visit import SampleVisit


@pytest.fixture
def held(talks: SampleVisit) -> SampleVisit:
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    return talks


def test_what_readers_would_see_reaches_the_team_through_the_desk_alone(
    app: Flask, client: FlaskClient, desk: Desk, held: SampleVisit
) -> None:
    page = parse(desk.get("/desk/visits/talks"))
    address = one(page, "#wire").get("data-since", "")
    assert one(page, "#wire").get("data-socket") == "/desk/visits/talks/rehearsal/ws"
    assert one(page, "#doors").get("data-since") == address
    held.publish("A word of the rehearsal.")
    answer = desk.get(address)
    assert "A word of the rehearsal." in answer.json["content"]  # type: ignore[index]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get(address).status_code == 401
    assert outsider(app, "editor").get(address).status_code == 404
    assert client.get(address.replace("/desk/visits/talks/rehearsal", "/live/talks")).status_code == 404


def test_the_team_sees_the_whole_page_as_readers_will_see_it(
    client: FlaskClient, desk: Desk, held: SampleVisit
) -> None:
    key = held.publish("Rehearsed, and key.", key=True, topics=("trade",))
    other = held.publish("Rehearsed, too.")
    held.edit(other, "Rehearsed, and right.", version=1, reason="correction", note="It was wrong.")
    links = [link.get("href") for link in parse(desk.get("/desk/visits/talks")).cssselect(".masthead-nav a")]
    assert "/desk/visits/talks/rehearsal" in links
    answer = desk.get("/desk/visits/talks/rehearsal")
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = parse(answer)
    assert [each.get("data-update") for each in page.cssselect("#updates > article")] == [other, key]
    assert one(page, "meta[name=robots]").get("content") == "noindex"
    assert not page.cssselect("link[rel=canonical], link[rel=alternate], [property^='og:'], script[type*=json]")
    assert not [link for link in page.cssselect("a") if link.get("href", "").startswith("/live/")], "it leads nowhere"
    topic = one(page, f"#u-{key} .topic").get("href")
    assert topic == "/desk/visits/talks/rehearsal?topic=trade"
    narrowed = parse(desk.get(topic))
    assert [each.get("data-update") for each in narrowed.cssselect("#updates > article")] == [key]
    assert desk.get("/desk/visits/talks/rehearsal?page=1").status_code == 200
    assert desk.get("/desk/visits/talks/rehearsal?page=9").status_code == 404
    assert client.get("/desk/visits/talks/rehearsal").status_code == 302, "to the sign-in"
    newsroom.visits.set_status(held.visit_id, held.editor_id, "live")
    assert desk.get(topic).location == "/live/talks?topic=trade"


def test_open_desks_learn_where_to_follow_a_visit_that_is_held_or_released(desk: Desk, talks: SampleVisit) -> None:
    for status, address in (("held", "/desk/visits/talks/rehearsal/ws"), ("live", "/live/talks/ws")):
        cursor = log.head(talks.visit_id, Audience.DESK)
        newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
        told = desk.get(f"/desk/visits/talks/since/{cursor}").json["content"]  # type: ignore[index]
        assert f'id="doors" hidden data-socket="{address}"' in told
