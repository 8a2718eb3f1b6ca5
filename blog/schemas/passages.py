"""Passages of readouts and statements with their topics, and what the sides say on each of them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from blog.models import Update
from blog.models.limits import BODY_CHARACTERS
from blog.models.passage import COMPARED, Voice
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Flag, Language, Line, Moment, PublicId, Slug, Text, Word, address, many, part
from blog.schemas.people import Side, Topic
from blog.schemas.translations import Tied
from blog.text.passages import MOST
from blog.translation import N_


class ArchivedPassage(Record):
    """A passage of an update. `checked` says that an editor declared it marked with all topics that there are."""

    text = Line(most=BODY_CHARACTERS, empty=False)
    topics = fields.List(Slug(), required=True)
    reworded_at = Moment(allow_none=True)
    checked = Flag()

    class Meta(Fields.Meta):
        fields = ("text", "topics", "reworded_at", "checked")


def in_archive(update: Update) -> list[dict[str, Any]]:
    """The passages of an update as an archive has them."""
    newest = max((topic.id for topic in update.visit.topics), default=0)
    return [
        {
            "text": passage.text,
            "topics": passage.topic_slugs,
            "reworded_at": passage.reworded_at,
            "checked": passage.checked_to is not None and passage.checked_to >= newest,
        }
        for passage in update.known_passages
    ]


def archived_passages() -> fields.List[Any]:
    """The passages of an update in an archive; older archives have none."""
    inner = fields.Nested(ArchivedPassage)
    return fields.List(inner, load_default=list, validate=validate.Length(max=MOST))


class Said(Tied, Answer):
    """A passage on a topic, and the update that it stands in."""

    text = Text(N_("The passage as plain text."))
    lang = Language(N_("The language of the passage, as a tag."), attribute="update.lang")
    update = PublicId(N_("The id of the update."), attribute="update.public_id")
    url = address(N_("The page that shows the update."))
    kind = Word(COMPARED, N_("What sort of update it is."), attribute="update.kind")
    said_at = Moment(N_("When it was issued; when it was published, if that is not known."))
    reworded_at = Moment(N_("When the passage was last changed, unless it was a typo."), allow_none=True)


def said_passages(schema: type[Schema]) -> fields.List[Any]:
    """The passages of a side on a topic."""
    return many(schema, N_("Its passages on the topic, in the order of publication."), attribute="said")


def stances(schema: type[Schema]) -> fields.List[Any]:
    """The sides of a topic."""
    return many(schema, N_("Each side, in the order of the visit."), attribute="cells")


class Stance(Answer):
    """What one side says on a topic."""

    delegation = part(Side, N_("The side."), attribute="side")
    voice = Word(
        Voice,
        N_("`says`; `omits`, once an editor has looked; `open` before that; `silent` if it has issued no readout."),
    )
    changed = Flag(N_("Whether the wording has changed since an editor looked."), attribute="is_reopened")
    passages = said_passages(Said)


class Comparison(Answer):
    """A topic as each side treats it."""

    topic = part(Topic, N_("The topic."))
    said = Text(
        N_("Who speaks of it: `both` for all sides, `none`, keys of sides, or `open` while it is not compared."),
        attribute="who",
    )
    sides = stances(Stance)
