"""Where the visitors are is answered once: every clock, dateline and command names the same city."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.cli.posts import post
from blog.extensions import db
from blog.models import Update, Visit
from blog.models.visit import now
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

# No statement of SQL is in it, so that one database proves it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# What has happened by then, and the city by whose clocks the visit lives.
ON_THE_WAY = {
    "nowhere yet": ((), "Vienna"),
    "at the first stop": (("arrive vienna",), "Vienna"),
    "between two stops": (("arrive vienna", "leave vienna"), "Tokyo"),
    "at the second stop": (("arrive vienna", "leave vienna", "arrive tokyo"), "Tokyo"),
    "at the second, nobody said that they left the first": (("arrive vienna", "arrive tokyo"), "Tokyo"),
    "at the second, before the first": (("arrive tokyo",), "Tokyo"),
    "between the second and the first": (("arrive tokyo", "leave tokyo"), "Vienna"),
    "after the last": (("arrive vienna", "leave vienna", "arrive tokyo", "leave tokyo"), "Tokyo"),
    "back at the first": (("arrive tokyo", "leave tokyo", "arrive vienna", "leave vienna"), "Vienna"),
}


@pytest.fixture
def talks(app: Flask) -> SampleVisit:
    """A live visit, where nobody has arrived anywhere yet."""
    talks = SampleVisit.open()
    newsroom.itinerary.take_back(talks.visit_id, SYSTEM, "vienna")
    return talks


@pytest.mark.parametrize(("steps", "city"), ON_THE_WAY.values(), ids=list(ON_THE_WAY))
def test_every_part_of_the_site_names_one_city(
    app: Flask, client: FlaskClient, talks: SampleVisit, steps: tuple[str, ...], city: str
) -> None:
    for number, step in enumerate(steps, -len(steps)):
        do, _, key = step.partition(" ")
        with as_of(now() + timedelta(minutes=number)):
            getattr(newsroom.itinerary, do)(talks.visit_id, SYSTEM, key)
    talks.publish("They have met.", stop="vienna")
    newsroom.visits.sum_up(talks.visit_id, SYSTEM, "- They talk.")
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "They have met.")

    page = parse(client.get("/live/talks"))
    named = {place: place_named(page, place) for place in ("#banner", "#visit-updated", "#state-of-play .stand-when")}
    named["the clock"] = words(one(page, ".stop-fact:first-child")).partition(" time")[0]
    named["the composer"] = words(one(composer(app, talks), "[name=stop] [selected]"))
    named["the terminal"] = posted_from(app)
    assert named == dict.fromkeys(named, city)


def test_a_visit_without_stops_goes_by_utc_everywhere(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    for key in ("vienna", "tokyo"):
        newsroom.removal.drop_stop(talks.visit_id, SYSTEM, key)
    talks.publish("They have met.")
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "They have met.")
    page = parse(client.get("/live/talks"))
    assert {place_named(page, place) for place in ("#banner", "#visit-updated")} == {"UTC"}
    assert not page.cssselect(".stop-clock")
    assert words(one(composer(app, talks), "[name=stop] [selected]")) == "UTC"
    assert posted_from(app) == "UTC"


def test_a_banner_that_leads_to_an_update_is_timed_by_its_dateline(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.itinerary.arrive(talks.visit_id, SYSTEM, "vienna")
    update = talks.publish("From afar.", stop="tokyo")
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "News.", update=update)
    assert place_named(parse(client.get("/live/talks")), "#banner") == "Tokyo"


def test_a_restored_arrival_counts_by_when_it_happened(app: Flask, talks: SampleVisit) -> None:
    arrive = partial(newsroom.itinerary.arrive, talks.visit_id, SYSTEM)
    arrive("tokyo", now() - timedelta(hours=1))
    arrive("vienna", now() - timedelta(hours=9))
    visit = db.session.get_one(Visit, talks.visit_id, populate_existing=True)
    assert visit.here
    assert visit.here.key == "tokyo"


def place_named(page: Element, selector: str) -> str:
    return words(one(page, f"{selector} .city"))


def composer(app: Flask, talks: SampleVisit) -> Element:
    desk = Desk.of(app).sign_in(talks.editor_email)
    return one(parse(desk.get("/desk/visits/talks")), "#composer")


def posted_from(app: Flask) -> str:
    """The dateline of what is posted from a terminal without one."""
    assert app.test_cli_runner().invoke(post, ["talks", "From a terminal."]).exit_code == 0
    update = db.session.scalars(select(Update).order_by(Update.id.desc()).limit(1)).one()
    assert visits.by_id(update.visit_id)
    return update.stop.city if update.stop else "UTC"
