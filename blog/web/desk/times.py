"""Parses the times that people type into forms: local times of a stop or a zone, or times with an offset."""

from __future__ import annotations

from datetime import datetime

from flask import request

from blog.models import Stop, Visit
from blog.newsroom.engagements import PLAN_TIMES
from blog.newsroom.errors import Invalid
from blog.newsroom.itinerary import PLANNED_TIMES
from blog.text import clock, zones
from blog.translation import _, gap

# Every field of a form that holds a local time.
FIELDS = ("publish_at", "issued_at", "expires_at", "live_from", "at", *PLANNED_TIMES, *PLAN_TIMES)


def parse(name: str, place: Stop | str | None, loaded: datetime | None = None) -> datetime | None:
    """The time in a field, local to a stop or a zone (UTC where there is none) unless it has an offset.

    `loaded` is the time that the form was loaded with. A field that still shows it means it, also in the second pass
    through an hour that the clocks show twice. Raises Invalid.
    """
    text = request.form.get(name, "").strip()
    if not text:
        return None
    if loaded and is_unchanged(text, loaded, place):
        return loaded
    try:
        return clock.parse(text, _zone(place))
    except clock.NoSuchTime as error:
        raise Invalid(**{name: str(error)}) from error
    except ValueError as error:
        raise Invalid(**{name: _("Write the time as 2010-03-04T16:20.")}) from error


def is_unchanged(text: str, loaded: datetime, place: Stop | str | None) -> bool:
    """Whether a field still shows the time that it was loaded with."""
    return text == local_text(loaded, place)


def local_text(moment: datetime | None, place: Stop | str | None) -> str:
    """A time as a form's field shows it."""
    return clock.typed(clock.at(moment, _zone(place))) if moment else ""


def dateline(visit: Visit) -> Stop | None:
    """The stop that was chosen as the dateline, to which the form's times are local."""
    return next((stop for stop in visit.stops if stop.key == request.form.get("stop")), None)


def with_ambiguity(message: str, place: Stop | str | None, *loaded: datetime | None) -> str:
    """Adds to a message which one was taken of the form's times that occur twice, when clocks are set back.

    `loaded` are the times that the form was loaded with: a field that shows the second occurrence kept it.
    """
    texts = [request.form.get(name, "").strip() for name in FIELDS]
    second = [moment for moment in loaded if moment and clock.at(moment, _zone(place)).fold]
    changed = [text for text in texts if not any(is_unchanged(text, moment, place) for moment in second)]
    notes = [ambiguity(text, _zone(place)) for text in changed]
    return gap().join(sentence for sentence in (message, *notes) if sentence)


def ambiguity(text: str, zone: str) -> str:
    """The sentence about a time that occurs twice; empty for any other."""
    try:
        local = clock.at(clock.parse(text, zone), zone)
    except ValueError:
        return ""
    if not clock.is_doubled(local):
        return ""
    values = {"time": clock.clock(local), "day": clock.day(local), "offset": zones.offset(local, zone)}
    return _("%(time)s on %(day)s occurs twice because clocks go back; the first one was used (%(offset)s).", **values)


def _zone(place: Stop | str | None) -> str:
    return place.zone if isinstance(place, Stop) else place or "UTC"
