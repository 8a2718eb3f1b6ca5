"""The itinerary: add a stop, and say when the visitors arrived there and left."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import func, select

from blog.models import Role, Stop, Verb
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.record import Change, verb
from blog.newsroom.wording import clean
from blog.text.slugs import slugify


@verb(Role.EDITOR)
def add_stop(
    change: Change,
    city: str,
    *,
    zone: str,
    country: str = "",
    key: str = "",
    planned_from: datetime | None = None,
    planned_to: datetime | None = None,
    press_access: str = "",
) -> str:
    """Adds a stop after the others and returns its key. `zone` is an IANA name such as Asia/Shanghai."""
    errors: dict[str, str] = {}
    city = clean(city)
    if not city:
        errors["city"] = "Name the city."
    if zone not in available_timezones():
        errors["zone"] = _UNKNOWN_ZONE
    if planned_from and planned_to and planned_to < planned_from:
        errors["planned_to"] = "The stop would end before it begins."
    if errors:
        raise Invalid(**errors)
    key = key or slugify(city)
    if _stop(change, key):
        raise Refused(f"The itinerary has a stop {key} already. Give this one another key.")
    last = select(func.coalesce(func.max(Stop.position), 0)).where(Stop.visit_id == change.visit.id)
    stop = Stop(visit_id=change.visit.id, key=key, city=city, country=clean(country), zone=zone)
    stop.position = change.session.scalars(last).one() + 1
    stop.planned_from, stop.planned_to, stop.press_access = planned_from, planned_to, clean(press_access)
    change.session.add(stop)
    change.log(Verb.ADD_STOP, key)
    return key


@verb(Role.EDITOR)
def arrive(change: Change, key: str, at: datetime | None = None) -> None:
    """Says that the visitors have reached a stop."""
    stop = _known(change, key)
    stop.arrived_at, stop.left_at = at or change.at, None
    change.log(Verb.ARRIVE, key)


@verb(Role.EDITOR)
def leave(change: Change, key: str, at: datetime | None = None) -> None:
    """Says that the visitors have left a stop."""
    stop = _known(change, key)
    if stop.arrived_at is None:
        raise Refused(f"The visitors have not arrived in {stop.city} yet, so they cannot have left it.")
    stop.left_at = at or change.at
    change.log(Verb.LEAVE, key)


def check_zone(zone: str) -> None:
    """Raises Invalid unless `zone` is a name of the IANA time zone database."""
    if zone not in available_timezones():
        raise Invalid(zone=_UNKNOWN_ZONE)


_UNKNOWN_ZONE = "Give the time zone by its IANA name, such as Asia/Shanghai or Europe/Paris."


def _stop(change: Change, key: str) -> Stop | None:
    return change.session.scalar(select(Stop).where(Stop.visit_id == change.visit.id, Stop.key == key))


def _known(change: Change, key: str) -> Stop:
    if stop := _stop(change, key):
        return stop
    raise NotFound("There is no such stop in the itinerary.")
