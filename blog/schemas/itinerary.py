"""Stops of the itinerary."""

from __future__ import annotations

from blog.models.limits import NAME_CHARACTERS, PRESS_CHARACTERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Moment, Number, Plan, Slug, Text, Word, Zone
from blog.translation import N_


class _Stop(Fields):
    key = Slug(N_("The stop's key within its visit."))
    position = Number()
    city = Text(N_("The city."), NAME_CHARACTERS, empty=False)
    country = Text(N_("Its country."), NAME_CHARACTERS)
    zone = Zone(N_("Its IANA time zone, in which the times of its updates are shown."), empty=False)
    phase = Word(("past", "now", "ahead"), N_("By what has happened, not by what was planned."))
    planned_from = Plan(N_("The planned arrival."), allow_none=True)
    planned_to = Plan(N_("The planned departure."), allow_none=True)
    arrived_at = Moment(N_("The arrival."), allow_none=True)
    left_at = Moment(N_("The departure."), allow_none=True)
    press_access = Text(N_("What the press may attend."), PRESS_CHARACTERS)


_TIMES = ("planned_from", "planned_to", "arrived_at", "left_at")


class Place(_Stop, Answer):
    class Meta(Fields.Meta):
        fields = ("key", "city", "country", "zone")


class Stop(Place):
    class Meta(Fields.Meta):
        fields = (*Place.Meta.fields, "phase", *_TIMES, "press_access")


class ArchivedStop(_Stop, Record):
    class Meta(Fields.Meta):
        fields = ("key", "position", "city", "country", "zone", *_TIMES, "press_access")
