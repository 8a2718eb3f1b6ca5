"""Engagements of the schedule. What is for colleagues only has no field here."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from blog.models import Access, Course
from blog.models.limits import HEADLINE_CHARACTERS, NAME_CHARACTERS, SCHEDULE_EVENTS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Moment, Plan, PublicId, Slug, Text, Word, part
from blog.schemas.itinerary import Place
from blog.translation import N_

STATES = (*Course, "moved")


class _Engagement(Fields):
    key = PublicId(N_("The key of the event within its visit."))
    title = Text(N_("What happens."), HEADLINE_CHARACTERS, empty=False)
    place = Text(N_("Where in the city."), NAME_CHARACTERS)
    begins_at = Plan(N_("When it begins."))
    ends_at = Plan(N_("When it ends, if that is known."), allow_none=True)
    moved_from = Plan(N_("When it was to begin at first, if it has been moved."), allow_none=True)
    access = Word(Access, N_("Whom of the press it admits."))
    changed_at = Moment(N_("When it was last changed."))


class Engagement(_Engagement, Answer):
    """An event of the schedule."""

    stop = part(Place, N_("The stop below which it is; its times are local to that city."))
    state = Word(STATES, N_("`moved` is planned for another time than was announced first."))

    class Meta(Fields.Meta):
        fields = (
            "key",
            "stop",
            "title",
            "place",
            "begins_at",
            "ends_at",
            "moved_from",
            "state",
            "access",
            "changed_at",
        )


class ArchivedEngagement(_Engagement, Record):
    stop = Slug(attribute="stop_key")
    course = Word(Course)
    sequence = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))

    class Meta(Fields.Meta):
        fields = (
            *("key", "stop", "title", "place", "begins_at", "ends_at", "moved_from", "course", "access"),
            *("sequence", "changed_at"),
        )


def archived_engagements() -> fields.List[Any]:
    """The schedule in an archive; older archives have none."""
    inner = fields.Nested(ArchivedEngagement)
    return fields.List(inner, load_default=list, validate=validate.Length(max=SCHEDULE_EVENTS))
