"""Sets up a visit: its description and its itinerary. `people` has the sides, their speakers and the topics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import get_flashed_messages, request

from blog import newsroom
from blog.models import Stop, Visit
from blog.newsroom.itinerary import PLANNED_TEXTS, PLANNED_TIMES
from blog.text import zones
from blog.text.cities import City
from blog.translation import N_, _, gap
from blog.web.desk import bp, times
from blog.web.desk.auth import reporter
from blog.web.desk.cities import place_in
from blog.web.desk.forms import Form
from blog.web.desk.set_up_page import SAVED, editable_visit, loaded, page, set_up_form, typed

Planned = tuple[datetime | None, ...]
REMOVALS = {
    "stop": (newsroom.removal.drop_stop, N_("The stop was removed.")),
    "delegation": (newsroom.removal.drop_delegation, N_("The side was removed.")),
    "speaker": (newsroom.removal.drop_speaker, N_("The speaker was removed.")),
    "topic": (newsroom.removal.drop_topic, N_("The topic was removed.")),
}


@bp.get("/visits/<slug>/set-up", endpoint="set_up")
def set_up(slug: str) -> str:
    messages: dict[str, str] = dict(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]  # pairs
    return page(editable_visit(slug), {form: Form(message=message) for form, message in messages.items()})


@set_up_form("description", "description")
def describe(visit: Visit) -> str:
    title, summary, notice = (typed(name) for name in ("title", "summary", "notice"))
    newsroom.visits.describe(visit.id, reporter().id, title=title, summary=summary, notice=notice, loaded=loaded())
    return _(SAVED)


@set_up_form("approval", "approval")
def demand_approval(visit: Visit) -> str:
    wanted = bool(typed("approval"))
    is_demanded = newsroom.visits.demand_approval(visit.id, reporter().id, wanted, loaded=loaded())
    return _("Saved. Reporters hand in now.") if is_demanded else _("Saved. Reporters publish themselves now.")


@set_up_form("stops", "new-stop")
def add_stop(visit: Visit) -> str:
    place = place_in("city", visit.lang)
    newsroom.itinerary.add_stop(visit.id, reporter().id, **_stop_fields(place))
    added = _("%(city)s is on the itinerary, by the time of %(zone)s.", city=place.name, zone=place.zone)
    return times.with_ambiguity(added, place.zone) + gap() + _("Add the next stop here, or go on to the sides.")


@set_up_form("stops/<key>", "stop-{key}")
def change_stop(visit: Visit, key: str) -> str:
    planned, place = _planned(_stop(visit, key)), place_in("city", visit.lang)
    newsroom.itinerary.change_stop(visit.id, reporter().id, key, loaded=loaded(), **_stop_fields(place, planned))
    return times.with_ambiguity(_(SAVED), place.zone, *planned)


@set_up_form("<any(stop, delegation, speaker, topic):kind>s/<key>/remove", "{kind}-{key}", then="new-{kind}")
def remove(visit: Visit, kind: str, key: str) -> str:
    drop, message = REMOVALS[kind]
    drop(visit.id, reporter().id, key)
    return _(message)


@set_up_form("stops/<key>/arrived", "at-{key}", endpoint="arrived")
def arrive(visit: Visit, key: str) -> str:
    newsroom.itinerary.arrive(visit.id, reporter().id, key, _happened_at(visit, key), seen=_seen())
    message = _("Readers now see that the visitors are in %(city)s.", city=_city(visit, key))
    return times.with_ambiguity(message, _stop(visit, key))


@set_up_form("stops/<key>/left", "at-{key}", endpoint="left")
def leave(visit: Visit, key: str) -> str:
    newsroom.itinerary.leave(visit.id, reporter().id, key, _happened_at(visit, key), seen=_seen())
    message = _("Readers now see that the visitors have left %(city)s.", city=_city(visit, key))
    return times.with_ambiguity(message, _stop(visit, key))


@set_up_form("stops/<key>/take-back", "at-{key}")
def take_back(visit: Visit, key: str) -> str:
    newsroom.itinerary.take_back(visit.id, reporter().id, key, seen=_seen())
    return _("Undone.")


@set_up_form("order", "order")
def order_stops(visit: Visit) -> str:
    order, before = typed("order").split(), typed("version").split()
    newsroom.ordering.order_stops(visit.id, reporter().id, order, loaded=before or None)
    cities = {stop.key: stop.city for stop in visit.stops}
    return _("The new order: %(cities)s.", cities=_(", ").join(cities[key] for key in order if key in cities))


def _seen() -> str | None:
    """The phase in which the form showed the stop."""
    return request.form.get("version")


def _stop_fields(place: City, planned: Planned = (None, None)) -> dict[str, Any]:
    """The fields of a stop's form. Times are local to its zone; `planned` are those that it was loaded with."""
    texts: dict[str, Any] = {name: typed(name) for name in PLANNED_TEXTS}
    zone = place.zone if place.zone in zones.known() else "UTC"
    loaded = zip(PLANNED_TIMES, planned, strict=True)
    return texts | place.fields() | {name: times.parse(name, zone, time) for name, time in loaded}


def _planned(stop: Stop | None) -> Planned:
    return tuple(getattr(stop, name) if stop else None for name in PLANNED_TIMES)


def _happened_at(visit: Visit, key: str) -> datetime | None:
    return times.parse("at", _stop(visit, key))


def _stop(visit: Visit, key: str) -> Stop | None:
    return next((stop for stop in visit.stops if stop.key == key), None)


def _city(visit: Visit, key: str) -> str:
    stop = _stop(visit, key)
    return stop.city if stop else ""
