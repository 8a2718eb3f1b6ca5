"""The set-up of a visit: what it is and where it goes. `people` has the sides, their speakers and the topics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import get_flashed_messages

from blog import newsroom
from blog.models import Stop, Visit
from blog.text import zones
from blog.web.desk import bp, forms
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.set_up_page import SAVED, editable_visit, page, set_up_form, typed

Planned = tuple[datetime | None, datetime | None]
REMOVALS = {
    "stop": (newsroom.removal.drop_stop, "The stop is off the itinerary."),
    "delegation": (newsroom.removal.drop_delegation, "The side was removed."),
    "speaker": (newsroom.removal.drop_speaker, "The speaker was removed."),
    "topic": (newsroom.removal.drop_topic, "The topic was removed."),
}


@bp.get("/visits/<slug>/set-up", endpoint="set_up")
def set_up(slug: str) -> str:
    messages: dict[str, str] = dict(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]  # pairs
    return page(editable_visit(slug), {form: Form(done=message) for form, message in messages.items()})


@set_up_form("description", "description")
def describe(visit: Visit) -> str:
    newsroom.visits.describe(visit.id, reporter().id, **{name: typed(name) for name in ("title", "summary", "notice")})
    return SAVED


@set_up_form("stops", "new-stop")
def add_stop(visit: Visit) -> str:
    newsroom.itinerary.add_stop(visit.id, reporter().id, typed("city"), **_leg())
    added = f"{typed('city').strip()} is on the itinerary. {forms.twice(_zone())}".rstrip()
    return f"{added} Add the next stop here, or go on to the sides."


@set_up_form("stops/<key>", "stop-{key}")
def change_stop(visit: Visit, key: str) -> str:
    planned = _planned(_stop(visit, key))
    newsroom.itinerary.change_stop(visit.id, reporter().id, key, typed("city"), **_leg(planned))
    return f"{SAVED} {forms.twice(_zone(), *planned)}".rstrip()


@set_up_form("<any(stop, delegation, speaker, topic):kind>s/<key>/remove", "{kind}-{key}", then="new-{kind}")
def remove(visit: Visit, kind: str, key: str) -> str:
    drop, message = REMOVALS[kind]
    drop(visit.id, reporter().id, key)
    return message


@set_up_form("stops/<key>/arrived", "at-{key}", endpoint="arrived")
def arrive(visit: Visit, key: str) -> str:
    newsroom.itinerary.arrive(visit.id, reporter().id, key, _happened(visit, key))
    return f"Readers see that they are in {_city(visit, key)}. {forms.twice(_stop(visit, key))}".rstrip()


@set_up_form("stops/<key>/left", "at-{key}", endpoint="left")
def leave(visit: Visit, key: str) -> str:
    newsroom.itinerary.leave(visit.id, reporter().id, key, _happened(visit, key))
    return f"Readers see that they have left {_city(visit, key)}. {forms.twice(_stop(visit, key))}".rstrip()


@set_up_form("stops/<key>/take-back", "at-{key}")
def take_back(visit: Visit, key: str) -> str:
    newsroom.itinerary.take_back(visit.id, reporter().id, key)
    return "Taken back."


def _zone() -> str:
    """The zone that a stop's form names, or UTC where it names none."""
    zone = typed("zone").strip()
    return zone if zone in zones.known() else "UTC"


def _leg(planned: Planned = (None, None)) -> dict[str, Any]:
    """What a stop's form says; times are by the clocks of the zone that it names, and `planned` stood in it."""
    words: dict[str, Any] = {name: typed(name) for name in ("country", "press_access")}
    names = ("planned_from", "planned_to")
    times = {name: forms.moment(name, _zone(), kept) for name, kept in zip(names, planned, strict=True)}
    return words | {"zone": typed("zone").strip()} | times


def _planned(stop: Stop | None) -> Planned:
    return (stop.planned_from, stop.planned_to) if stop else (None, None)


def _happened(visit: Visit, key: str) -> datetime | None:
    return forms.moment("at", _stop(visit, key))


def _stop(visit: Visit, key: str) -> Stop | None:
    return next((stop for stop in visit.stops if stop.key == key), None)


def _city(visit: Visit, key: str) -> str:
    stop = _stop(visit, key)
    return stop.city if stop else ""
