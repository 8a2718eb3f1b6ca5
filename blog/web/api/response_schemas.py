"""The schemas of answers: those of `blog.schemas` with addresses filled in, and the objects that hold them."""

from __future__ import annotations

from typing import Any

from flask import url_for
from marshmallow import fields

from blog.models import MediaFile
from blog.models import Update as UpdateRow
from blog.models import Visit as VisitRow
from blog.models.media_file import SIZE_TYPES
from blog.schemas import engagements, itinerary, media, passages, people, revisions, updates, visits
from blog.schemas.base import Answer, Described
from blog.schemas.fields import Text, address, many, part
from blog.translation import N_


class Problem(Described):
    type = fields.String(required=True, metadata={"description": N_("The address that explains this kind of problem.")})
    title = fields.String(required=True, metadata={"description": N_("The kind of problem.")})
    status = fields.Integer(required=True, metadata={"description": N_("The HTTP status.")})
    detail = fields.String(required=True, metadata={"description": N_("What happened here, and what to do.")})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": N_("A sentence for each invalid parameter.")},
    )


class FieldError(Described):
    pointer = fields.String(required=True, metadata={"description": N_("The field, as a JSON pointer: `#/headline`.")})
    detail = fields.String(required=True, metadata={"description": N_("What is wrong with it.")})


class WriteProblem(Problem):
    errors = fields.List(  # type: ignore[assignment]  # of a body, which has fields and no parameters
        fields.Nested(FieldError), metadata={"description": N_("What is wrong with each field.")}
    )


class _VisitAddresses:
    def of_url(self, visit: VisitRow) -> str:
        return url_for("reader.visit", slug=visit.slug, _external=True)

    def of_api_url(self, visit: VisitRow) -> str:
        return url_for("api.get_visit", slug=visit.slug, _external=True)

    def of_updates_url(self, visit: VisitRow) -> str:
        return url_for("api.list_updates", slug=visit.slug, _external=True)

    def of_events_url(self, visit: VisitRow) -> str:
        return url_for("api.list_events", slug=visit.slug, _external=True)


class Listed(_VisitAddresses, visits.Listed):
    """A visit in the list of all visits."""


class Visits(Answer):
    visits = many(Listed, N_("Live ones first."))


class Events(Answer):
    cursor = Text(N_("The cursor of the last event here. Pass it as `after` to get later events."))
    events = many(visits.Event, N_("In order."))
    next = address(N_("The next page; null on the last."), allow_none=True)


class Media(media.Media):
    """A picture or a document that an update or a speaker shows."""

    def of_url(self, file: MediaFile) -> str:
        name = f"{file.sizes[-1]}.jpg" if file.is_picture and file.sizes else file.name
        return _address(file, name)

    def of_sources(self, file: MediaFile) -> list[dict[str, Any]]:
        return [
            {"url": _address(file, f"{width}.{ending}"), "type": type_, "width": width, "height": file.height_of(width)}
            for ending, type_ in SIZE_TYPES.items()
            for width in (file.sizes if file.is_picture else ())
        ]


def _address(file: MediaFile, name: str) -> str:
    return url_for("reader.media", file_id=file.public_id, name=name, _external=True)


class Speaker(people.Speaker):
    portrait = part(Media, N_("The portrait, if there is one."), attribute="portrait_elsewhere", allow_none=True)


class Delegation(people.Delegation):
    speakers = many(Speaker, N_("Its speakers."))


class Visit(_VisitAddresses, visits.Whole):
    """A whole visit."""

    delegations = many(Delegation, N_("The delegations, with their speakers."))


class Update(updates.Update):
    """An update as it is now. When it is not `published`, only its place in the order and the reason remain."""

    media = media.shown_media(Media)

    def of_url(self, update: UpdateRow) -> str:
        return url_for("reader.update", slug=update.visit.slug, public_id=update.public_id, _external=True)


class Said(passages.Said):
    """A passage on a topic, and the update that it stands in."""

    def of_url(self, said: Any) -> str:
        update: UpdateRow = said.update
        return url_for("reader.update", slug=update.visit.slug, public_id=update.public_id, _external=True)


class Stance(passages.Stance):
    """What one side says on a topic."""

    passages = passages.said_passages(Said)


class Comparison(passages.Comparison):
    """A topic as each side treats it."""

    sides = passages.stances(Stance)


class Readouts(Answer):
    topics = many(Comparison, N_("The topics that a side speaks of, or that all sides leave out."))


class Renamed(Answer):
    """What updates show by name and is called something else now."""

    stops = many(itinerary.Place, N_("Stops whose city, country or zone was corrected."))
    speakers = many(people.NamedSpeaker, N_("Speakers whose name was corrected. Titles stay as they were at the time."))
    delegations = many(people.Side, N_("Delegations whose name was corrected."))
    topics = many(people.Topic, N_("Topics that were renamed."))


class Updates(Answer):
    cursor = Text(N_("This response's cursor. Pass it as `after` to get later changes."))
    updates = many(Update, N_("The newest first; with `after`, in the order in which they were published."))
    renamed = part(Renamed, N_("With `after`: what was renamed since then, in all updates that you hold."))
    next = address(N_("The next page; null on the last."), allow_none=True)


class Revisions(Answer):
    revisions = many(revisions.Revision, N_("The newest first."))
    next = address(N_("Older revisions; null at the end."), allow_none=True)


def empty_rename() -> dict[str, list[Any]]:
    """Nothing was renamed."""
    return {name: [] for name in Renamed().fields}


class Schedule(Answer):
    """The schedule of a visit."""

    engagements = many(engagements.Engagement, N_("The events of all days by their beginning, cancelled ones too."))
