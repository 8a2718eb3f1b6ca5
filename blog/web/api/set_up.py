"""API operations that set up a visit: its description and status, its stops, sides, speakers and topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort
from marshmallow import Schema

from blog import newsroom
from blog.models import Stop, Visit
from blog.newsroom.itinerary import PLANNED_TEXTS, PLANNED_TIMES
from blog.permissions import may_set_up
from blog.queries import visits
from blog.translation import _
from blog.web.api import set_up_bodies as bodies
from blog.web.api import writing
from blog.web.api.authentication import holder, own_visit
from blog.web.api.operations import links_to
from blog.web.api.posts import parsed_time

VISIT = "/visits/<slug>"
STOPS, SIDES, SPEAKERS, TOPICS = (f"{VISIT}/{kind}" for kind in ("stops", "delegations", "speakers", "topics"))
Body = dict[str, Any]


def _adds(rule: str, body: type[Schema], *then: str) -> Callable[[writing.View], writing.View]:
    """Declares an operation that adds a part of the set-up, and the operations on it."""
    return writing.operation("POST", rule, bodies.Added, status=201, body=body, links=links_to("key", "key", *then))


@writing.operation("PATCH", VISIT, None, status=204, body=bodies.ChangedVisit)
def change_visit(body: Body, slug: str) -> Response:
    """Change the description or the status of a visit

    Fields that are not sent stay as they are. This and what follows needs the scope `set-up`.
    """
    visit = _visit(slug)
    status, live_from = body.pop("status", ""), parsed_time("live_from", body.pop("live_from", ""), visit.here)
    if body:
        own: Body = {"title": visit.title, "summary": visit.summary}
        newsroom.visits.describe(visit.id, holder(), **own | body)
    if status:
        newsroom.visits.set_status(visit.id, holder(), status, live_from=live_from)
    return writing.answer(None, 204)


@_adds(STOPS, bodies.NewStop, "change_stop", "arrive", "leave", "drop_stop")
def add_stop(body: Body, slug: str) -> Response:
    """Add a stop at the end of the itinerary"""
    visit = _visit(slug)
    fields = {"city": "", "zone": "", **body, **_planned(body, body.get("zone", ""))}
    return _added(newsroom.itinerary.add_stop(visit.id, holder(), **fields))


@writing.operation("PATCH", f"{STOPS}/<key>", None, status=204, body=bodies.ChangedStop)
def change_stop(body: Body, slug: str, key: str) -> Response:
    """Change a stop

    A new city or zone also changes the dateline of all updates filed from there.
    """
    visit = _visit(slug)
    stop = _stop(visit, key)
    own = {name: getattr(stop, name) for name in (*PLANNED_TEXTS, *PLANNED_TIMES)}
    fields = own | body | _planned(body, body.get("zone") or stop.zone)
    newsroom.itinerary.change_stop(visit.id, holder(), key, **fields)
    return writing.answer(None, 204)


@writing.operation("POST", f"{STOPS}/<key>/arrived", None, status=204, body=bodies.Happened)
def arrive(body: Body, slug: str, key: str) -> Response:
    """Record that the visitors have arrived at a stop"""
    visit = _visit(slug)
    newsroom.itinerary.arrive(visit.id, holder(), key, parsed_time("at", body.get("at", ""), _stop(visit, key)))
    return writing.answer(None, 204)


@writing.operation("POST", f"{STOPS}/<key>/left", None, status=204, body=bodies.Happened)
def leave(body: Body, slug: str, key: str) -> Response:
    """Record that the visitors have left a stop"""
    visit = _visit(slug)
    newsroom.itinerary.leave(visit.id, holder(), key, parsed_time("at", body.get("at", ""), _stop(visit, key)))
    return writing.answer(None, 204)


@writing.operation("DELETE", f"{STOPS}/<key>", None, status=204)
def drop_stop(slug: str, key: str) -> Response:
    """Remove a stop from which nothing is filed"""
    newsroom.removal.drop_stop(_visit(slug).id, holder(), key)
    return writing.answer(None, 204)


@_adds(SIDES, bodies.NewSide, "change_delegation", "drop_delegation")
def add_delegation(body: Body, slug: str) -> Response:
    """Add a side"""
    return _added(newsroom.people.add_delegation(_visit(slug).id, holder(), **{"name": ""} | body))


@writing.operation("PATCH", f"{SIDES}/<key>", None, status=204, body=bodies.ChangedSide)
def change_delegation(body: Body, slug: str, key: str) -> Response:
    """Change a side"""
    visit = _visit(slug)
    side = next((one for one in visit.delegations if one.key == key), None) or _absent()
    own = {name: getattr(side, name) for name in ("name", "short_name", "country", "capital", "zone")}
    newsroom.people.alter_delegation(visit.id, holder(), key, **own | body)
    return writing.answer(None, 204)


@writing.operation("DELETE", f"{SIDES}/<key>", None, status=204)
def drop_delegation(slug: str, key: str) -> Response:
    """Remove a side without speakers to whom nothing is attributed"""
    newsroom.removal.drop_delegation(_visit(slug).id, holder(), key)
    return writing.answer(None, 204)


@_adds(SPEAKERS, bodies.NewSpeaker, "change_speaker", "drop_speaker")
def add_speaker(body: Body, slug: str) -> Response:
    """Add a speaker of a side"""
    fields = {"name": "", "title": "", "delegation": "", **body, "titles": "\n".join(body.get("titles", ()))}
    return _added(newsroom.people.add_speaker(_visit(slug).id, holder(), **fields))


@writing.operation("PATCH", f"{SPEAKERS}/<key>", None, status=204, body=bodies.ChangedSpeaker)
def change_speaker(body: Body, slug: str, key: str) -> Response:
    """Change a speaker

    Updates keep the title and the side of their day.
    """
    visit = _visit(slug)
    known = (one for side in visit.delegations for one in side.speakers if one.key == key)
    speaker = next(known, None) or _absent()
    own: Body = {"title": speaker.title}
    dated: Body = {"titles": "\n".join(body["titles"])} if "titles" in body else {}
    newsroom.people.change_speaker(visit.id, holder(), key, **own | body | dated)
    return writing.answer(None, 204)


@writing.operation("DELETE", f"{SPEAKERS}/<key>", None, status=204)
def drop_speaker(slug: str, key: str) -> Response:
    """Remove a speaker to whom nothing is attributed"""
    newsroom.removal.drop_speaker(_visit(slug).id, holder(), key)
    return writing.answer(None, 204)


@_adds(TOPICS, bodies.NewTopic, "change_topic", "drop_topic")
def add_topic(body: Body, slug: str) -> Response:
    """Add a topic"""
    made = newsroom.people.add_topic(_visit(slug).id, holder(), body.get("name", ""), slug=body.get("slug", ""))
    return _added(made)


@writing.operation("PATCH", f"{TOPICS}/<key>", None, status=204, body=bodies.ChangedTopic)
def change_topic(body: Body, slug: str, key: str) -> Response:
    """Rename a topic"""
    newsroom.people.rename_topic(_visit(slug).id, holder(), key, body.get("name", ""))
    return writing.answer(None, 204)


@writing.operation("DELETE", f"{TOPICS}/<key>", None, status=204)
def drop_topic(slug: str, key: str) -> Response:
    """Remove a topic that no update has"""
    newsroom.removal.drop_topic(_visit(slug).id, holder(), key)
    return writing.answer(None, 204)


def _visit(slug: str) -> Visit:
    found = own_visit(slug, may_set_up)
    visits.fill(found)
    return found


def _added(key: str) -> Response:
    return writing.answer({"key": key}, 201)


def _stop(visit: Visit, key: str) -> Stop:
    return next((stop for stop in visit.stops if stop.key == key), None) or _absent()


def _absent() -> Any:
    abort(404, _("The visit does not have this."))


def _planned(body: Body, zone: str) -> Body:
    """The planned times that were sent, local to the zone of the stop unless they have an offset."""
    return {name: parsed_time(name, body[name], zone) for name in PLANNED_TIMES if name in body}
