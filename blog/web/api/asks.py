"""What may be asked: the arguments of an address, each with the sentence that refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from blog.models import Kind
from blog.queries.filters import Filter
from blog.web.page_cache.arguments import UNKNOWN, Asked
from blog.web.page_cache.vocabulary import Knows
from blog.wire import log
from blog.wire.log import Cursor

MOST = 200
USUALLY = 50
# No database counts further.
LARGEST = 2**31 - 1

_FILTERS = ("topic", "speaker", "delegation", "kind", "lang")
_WORD = [
    validate.Length(max=80, error="This is longer than any name here: 80 characters are the most."),
    validate.Regexp("^[^\x00-\x1f\x7f]*$", error="This has characters that no name has."),
]


class Position(fields.String):
    """A cursor, `epoch:sequence`, as an answer gave it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        cursor = log.parse(value)
        if cursor is None:
            raise ValidationError("A cursor is what an answer of this API gave you as `cursor`, such as 3f2a91bc:42.")
        return cursor


def whole(name: str, *, most: int = LARGEST, about: str, **more: Any) -> fields.Integer:
    """A number from 1."""
    sentence = f"Give `{name}` as a whole number from 1 to {most}."
    return fields.Integer(
        **more,
        validate=validate.Range(1, most, error=sentence),
        error_messages={"invalid": sentence, "too_large": sentence},
        metadata={"description": about},
    )


def position(about: str) -> Position:
    return Position(metadata={"description": about, "pattern": "^[0-9a-z]{1,16}:[0-9]{1,12}$"})


def word(about: str) -> fields.String:
    return fields.String(validate=_WORD, metadata={"description": about})


class Arguments(Schema):
    """Arguments of an address. One that is not here is refused."""

    error_messages = {"unknown": "There is no such argument here."}  # noqa: RUF012 — marshmallow's own


class Nothing(Arguments):
    """No argument at all."""


class UpdatesAsked(Arguments):
    """The newest first, or what has changed."""

    after = position("Only what has changed after this cursor: published, reworded, corrected, marked, withdrawn.")
    before = whole("before", about="Only updates numbered less than this one: how one walks back.")
    limit = whole("limit", load_default=USUALLY, most=MOST, about="The most updates in one answer.")
    topic = word("Only what is about this topic, by its slug.")
    speaker = word("Only what is attributed to this speaker, by their key.")
    delegation = word("Only what is attributed to this delegation or one of its speakers, by its key.")
    kind = fields.String(
        validate=validate.OneOf([str(kind) for kind in Kind], error="One of: {choices}."),
        metadata={"description": "Only updates of this kind."},
    )
    lang = word("Only what is written in this language, as a tag such as `zh`.")
    key = fields.Boolean(
        load_default=False,
        error_messages={"invalid": "Give `key` as true or false."},
        metadata={"description": "Only key events."},
    )

    @validates_schema
    def one_way_at_a_time(self, data: dict[str, Any], **_: Any) -> None:
        """What leaves a filter would be missed by who follows it: changes are told whole."""
        if "after" in data and ("before" in data or any(data.get(name) for name in (*_FILTERS, "key"))):
            raise ValidationError("`after` tells of all changes: ask for it without `before` and filters.", "after")


class EventsAsked(Arguments):
    """The log from its beginning, or from a cursor on."""

    after = position("Only events after this cursor.")
    limit = whole("limit", load_default=USUALLY, most=MOST, about="The most events in one answer.")


class RevisionsAsked(Arguments):
    """The wordings of an update, newest first."""

    before = whole("before", about="Only wordings numbered less than this one.")


def spelled(asked: Mapping[str, Any], knows: Knows) -> Asked:
    """What was asked in its one spelling, without what is so anyway; every word that the visit does not know is one."""
    found = {name: str(asked[name]) for name in ("after", "before", "limit") if name in asked}
    if found.get("limit") == str(USUALLY):
        del found["limit"]
    for name in _FILTERS:
        if value := asked.get(name):
            found[name] = value if knows(name, value) else UNKNOWN
    if UNKNOWN in found.values():
        return {"topic": UNKNOWN}  # there is nothing of the kind, whatever else is asked
    return found | ({"key": "true"} if asked.get("key") else {})


def chosen(asked: Asked) -> Filter:
    """The filter that was asked for."""
    return Filter(**{name: asked.get(name, "") for name in _FILTERS}, key="1" if "key" in asked else "")


def limit(asked: Asked) -> int:
    """The most that one answer is to hold."""
    return int(asked.get("limit", USUALLY))


def before(asked: Asked) -> int | None:
    """Only what is numbered less."""
    return int(asked["before"]) if "before" in asked else None


def start(asked: Asked) -> Cursor | None:
    """The cursor that was asked for."""
    return log.parse(asked.get("after", ""))
