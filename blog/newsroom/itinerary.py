"""Adds and changes the stops of the itinerary, and records arrivals and departures."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select

from blog.models import Engagement, Stop, Verb
from blog.models.limits import NAME_CHARACTERS, PRESS_CHARACTERS
from blog.newsroom import merging
from blog.newsroom.errors import Invalid, NotFound, Refused, StaleForm
from blog.newsroom.merging import Loaded
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import check_length, visible, visible_line
from blog.permissions import may_set_up
from blog.text import clock, zones
from blog.text.cleaning import clean
from blog.text.slugs import fresh, is_slug, slugify
from blog.translation import N_, _

NO_CITY = N_("Enter the city.")


@dataclass(frozen=True)
class PlannedStop:
    """The validated plan of a stop."""

    city: str
    zone: str
    country: str
    planned_from: datetime | None
    planned_to: datetime | None
    press_access: str

    def apply_to(self, stop: Stop) -> None:
        for field in fields(self):
            setattr(stop, field.name, getattr(self, field.name))


# The fields of a stop's form that hold local times; the others hold texts.
PLANNED_TIMES = ("planned_from", "planned_to")
PLANNED_TEXTS = tuple(field.name for field in fields(PlannedStop) if field.name not in PLANNED_TIMES)
# A new zone also moves the planned times.
GROUPS = (("city", "country", "zone"), ("zone", *PLANNED_TIMES), ("press_access",))


@verb(may_set_up)
def add_stop(
    tx: Transaction,
    city: str,
    *,
    zone: str,
    country: str = "",
    key: str = "",
    planned_from: datetime | None = None,
    planned_to: datetime | None = None,
    press_access: str = "",
) -> str:
    """Adds a stop at the end and returns its key. `zone` is an IANA name such as Asia/Shanghai."""
    plan = _check_plan(city, zone, country, planned_from, planned_to, press_access)
    known = {stop.key: stop for stop in tx.visit.stops}
    if key and not is_slug(key):
        raise Invalid(key=_("In a key, use only lowercase letters, digits and single hyphens, such as new-york."))
    if key in known:
        raise Refused(_("The itinerary already has a stop %(key)s. Choose another key.", key=key))
    if not key and (plan.city, planned_from) in ((stop.city, stop.planned_from) for stop in known.values()):
        raise Refused(
            _(
                "The itinerary already has %(city)s at this time. "
                "Change that stop, or enter an arrival time for this one.",
                city=plan.city,
            )
        )
    key = key or fresh(slugify(plan.city, tx.visit.lang), known)
    last = max((stop.position for stop in known.values()), default=0)
    stop = Stop(visit_id=tx.visit.id, key=key, position=last + 1)
    plan.apply_to(stop)
    tx.session.add(stop)
    tx.log(Verb.ADD_STOP, key)
    return key


@verb(may_set_up)
def change_stop(
    tx: Transaction,
    key: str,
    city: str,
    *,
    zone: str,
    country: str = "",
    planned_from: datetime | None = None,
    planned_to: datetime | None = None,
    press_access: str = "",
    loaded: Loaded | None = None,
) -> None:
    """Changes a stop. A new city or zone also changes the dateline of all updates filed from there.

    Raises BothChanged, as `merging.merge` does.
    """
    stop = get_stop(tx, key)
    plan = _check_plan(city, zone, country, planned_from, planned_to, press_access)
    before = stop.city, stop.zone
    verbs = (Verb.ADD_STOP, Verb.CHANGE_STOP, Verb.RENAME_STOP)
    if merging.merge(tx, stop, vars(plan), GROUPS, loaded, verbs, key):
        is_renamed = before != (stop.city, stop.zone)
        tx.log(Verb.RENAME_STOP if is_renamed else Verb.CHANGE_STOP, key)
        if is_renamed:
            for engagement in tx.session.scalars(select(Engagement).where(Engagement.stop_id == stop.id)):
                engagement.revise(tx.at, is_public=True)  # calendars name the city


@verb(may_set_up)
def arrive(tx: Transaction, key: str, at: datetime | None = None, *, seen: str | None = None) -> None:
    """Records that the visitors have arrived at a stop.

    `seen` is the phase in which the form showed the stop. Raises StaleForm when it is in another one by now.
    """
    stop = _stop_as_seen(tx, key, seen)
    stop.arrived_at, stop.left_at = _past_moment(tx, at), None
    tx.log(Verb.ARRIVE, key)


@verb(may_set_up)
def leave(tx: Transaction, key: str, at: datetime | None = None, *, seen: str | None = None) -> None:
    """Records that the visitors have left a stop. `seen` is as for `arrive`."""
    stop = _stop_as_seen(tx, key, seen)
    if stop.arrived_at is None:
        raise Refused(_("The visitors have not arrived in %(city)s yet. Record the arrival first.", city=stop.city))
    left_at = _past_moment(tx, at)
    if left_at < stop.arrived_at:
        raise Invalid(at=_("The departure from %(city)s would be before the arrival.", city=stop.city))
    stop.left_at = left_at
    tx.log(Verb.LEAVE, key)


@verb(may_set_up)
def take_back(tx: Transaction, key: str, *, seen: str | None = None) -> None:
    """Takes back the last record of a stop: the departure, or else the arrival. `seen` is as for `arrive`."""
    stop = _stop_as_seen(tx, key, seen)
    if stop.left_at:
        stop.left_at = None
    elif stop.arrived_at:
        stop.arrived_at = None
    else:
        return
    tx.log(Verb.TAKE_BACK, key)


def _stop_as_seen(tx: Transaction, key: str, seen: str | None) -> Stop:
    stop = get_stop(tx, key)
    if seen is not None and seen != stop.phase:
        raise StaleForm(merging.who_changed(tx, (Verb.ARRIVE, Verb.LEAVE, Verb.TAKE_BACK), key))
    return stop


def check_zone(zone: str) -> None:
    """Raises Invalid unless `zone` is in the IANA time zone database."""
    if zone not in zones.known():
        raise Invalid(zone=_(_UNKNOWN_ZONE))


_UNKNOWN_ZONE = N_("Give the time zone by its IANA name, such as Asia/Shanghai or Europe/Paris.")


def _check_plan(
    city: str, zone: str, country: str, planned_from: datetime | None, planned_to: datetime | None, press_access: str
) -> PlannedStop:
    errors: dict[str, str] = {}
    city, country, press_access = visible_line(city), visible_line(country), visible(clean(press_access))
    if not city:
        errors["city"] = _(NO_CITY)
    check_length(errors, "city", _("The city"), city, NAME_CHARACTERS)
    check_length(errors, "country", _("The country"), country, NAME_CHARACTERS)
    check_length(errors, "press_access", _("The text"), press_access, PRESS_CHARACTERS)
    if zone not in zones.known():
        errors["zone"] = _(_UNKNOWN_ZONE)
    for name, planned in (("planned_from", planned_from), ("planned_to", planned_to)):
        if clock.is_outside(planned):
            errors[name] = clock.OUTSIDE
    if planned_from and planned_to and planned_to < planned_from:
        errors["planned_to"] = _("The departure cannot be before the arrival.")
    if errors:
        raise Invalid(**errors)
    return PlannedStop(city, zone, country, planned_from, planned_to, press_access)


def _past_moment(tx: Transaction, at: datetime | None) -> datetime:
    """The time of an arrival or departure, now unless given. Raises Invalid if it is in the future."""
    if at and at > tx.at:
        raise Invalid(at=_("This time is in the future. Record it when it has happened."))
    if clock.is_outside(at):
        raise Invalid(at=clock.OUTSIDE)
    return at or tx.at


def _stop(tx: Transaction, key: str) -> Stop | None:
    return tx.session.scalar(select(Stop).where(Stop.visit_id == tx.visit.id, Stop.key == key))


def get_stop(tx: Transaction, key: str) -> Stop:
    """The stop of this key. Raises NotFound."""
    if stop := _stop(tx, key):
        return stop
    raise NotFound(_("There is no such stop in the itinerary."))
