"""What visit.json has to look like to be read back: every field, its limits, and the first thing that is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from blog.archive import document
from blog.archive.values import Flag, Language, Link, Moment, Number, Plan, PublicId, Slug, Text, Value, Word, Zone
from blog.models import EditKind, Kind, Level, Standing, State, Status, Verb
from blog.newsroom import banner, itinerary, posts, source, visits
from blog.newsroom.errors import Refused

MOST_BYTES = 1 << 30
HTML_CHARACTERS = document.HTML_CHARACTERS
NAME_CHARACTERS = itinerary.NAME_CHARACTERS

Document = dict[str, Any]


class _Part(Schema):
    class Meta:
        unknown = EXCLUDE  # a later version may say more

    error_messages = {"type": "must be an object."}  # noqa: RUF012 — as marshmallow declares it


def _many(schema: type[Schema]) -> fields.Field[Any]:
    messages: dict[str, Any] = {"required": "is missing.", "null": "must not be null.", "invalid": "must be a list."}
    return fields.List(fields.Nested(schema, error_messages=messages), required=True, error_messages=messages)


class _Visit(_Part):
    slug = Slug()
    title = Text(visits.TITLE_CHARACTERS, empty=False)
    summary = Text(visits.SUMMARY_CHARACTERS)
    notice = Text(visits.SUMMARY_CHARACTERS)
    lang = Language()
    status = Word(Status)
    status_at = Moment(allow_none=True)
    live_from = Plan(allow_none=True)
    opened_at = Moment()
    state_of_play = Text(visits.STATE_OF_PLAY_CHARACTERS)
    state_of_play_html = Text(HTML_CHARACTERS)
    state_of_play_at = Moment(allow_none=True)


class _Stop(_Part):
    key = Slug()
    position = Number()
    city = Text(NAME_CHARACTERS, empty=False)
    country = Text(NAME_CHARACTERS)
    zone = Zone(empty=False)
    planned_from = Plan(allow_none=True)
    planned_to = Plan(allow_none=True)
    arrived_at = Moment(allow_none=True)
    left_at = Moment(allow_none=True)
    press_access = Text(itinerary.PRESS_CHARACTERS)


class _Speaker(_Part):
    key = Slug()
    name = Text(NAME_CHARACTERS, empty=False)
    title = Text(NAME_CHARACTERS)


class _Delegation(_Part):
    key = Slug()
    position = Number()
    name = Text(NAME_CHARACTERS, empty=False)
    short_name = Text(NAME_CHARACTERS, empty=False)
    country = Text(NAME_CHARACTERS)
    capital = Text(NAME_CHARACTERS)
    zone = Zone()
    speakers = _many(_Speaker)


class _Topic(_Part):
    slug = Slug()
    name = Text(NAME_CHARACTERS, empty=False)


class _Banner(_Part):
    text = Text(banner.BANNER_CHARACTERS, empty=False)
    level = Word(Level)
    update = PublicId(allow_none=True)
    set_at = Moment()
    expires_at = Plan(allow_none=True)
    seq = Number()


class _Revision(_Part):
    number = Number()
    seq = Number()
    change = Word(EditKind)
    note = Text(posts.NOTE_CHARACTERS)
    at = Moment()
    standing = Word(Standing)
    standing_before = Word(Standing, empty=True)
    headline = Text(posts.HEADLINE_CHARACTERS)
    body = Text(posts.BODY_CHARACTERS)  # a headline may stand alone
    html = Text(HTML_CHARACTERS)
    source = Text(source.SOURCE_CHARACTERS)
    source_url = Link()
    issued_at = Moment(allow_none=True)


class _Gone(_Part):
    """What is left of an update that was withdrawn or removed; a published one has this as well."""

    id = PublicId()
    number = Number()
    state = Word(State)
    version = Number()
    kind = Word(Kind)
    lang = Language()
    stop = Slug(allow_none=True)
    topics = fields.List(Slug(), required=True)
    published_at = Moment()


class _Withdrawn(_Gone):
    withdrawn_at = Moment()
    reason = Text(posts.NOTE_CHARACTERS)


class _Published(_Gone):
    author = Text(NAME_CHARACTERS, empty=False, allow_none=True)
    speaker = Slug(allow_none=True)
    speaker_title = Text(NAME_CHARACTERS)
    delegation = Slug(allow_none=True, load_default=None)  # older archives have only the speakers'
    key = Flag()
    pinned = Flag()
    renderer = Number()
    revisions = _many(_Revision)


class _Update(Value):
    """Has more to say when it is published."""

    _shapes = {"published": _Published(), "withdrawn": _Withdrawn(), "purged": _Withdrawn()}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        state = value.get("state") if isinstance(value, dict) else ""
        if not isinstance(state, str) or state not in self._shapes:
            raise ValidationError({"state": [f"must be one of {', '.join(self._shapes)}."]})
        return self._shapes[state].load(value)


class _Event(_Part):
    seq = Number()
    verb = Word(Verb)
    subject = Text(80)
    at = Moment()


class _Document(_Part):
    visit = fields.Nested(_Visit, required=True, error_messages={"required": "is missing."})
    stops = _many(_Stop)
    delegations = _many(_Delegation)
    topics = _many(_Topic)
    banner = fields.Nested(_Banner, required=True, allow_none=True, error_messages={"required": "is missing."})
    updates = fields.List(_Update(), required=True, error_messages={"required": "is missing."})
    events = _many(_Event)


def read(path: Path) -> Document:
    """The document in a file, with every value in its own type. Raises Refused with the first thing that is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{path} is larger than a visit can be.")
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} is not JSON: {error}") from error
    if not isinstance(found, dict) or found.get("format") != document.FORMAT:
        raise Refused(f'{path} is not the archive of a visit: it does not say "format": "{document.FORMAT}".')
    if found.get("version") != document.VERSION:
        raise Refused(f"{path} has another version than {document.VERSION}, which this Dateline reads.")
    try:
        loaded: Document = _Document().load(found)
    except ValidationError as error:
        raise Refused(f"{path}: {first_wrong(error.messages)}") from error
    return loaded


def first_wrong(messages: Any, path: str = "") -> str:
    """The first of marshmallow's messages, with the path to what it is about: `updates[3].number is missing.`"""
    if isinstance(messages, Mapping):
        name, below = next(iter(messages.items()))
        if isinstance(name, int):
            return first_wrong(below, f"{path}[{name}]")
        return first_wrong(below, path if name == "_schema" else f"{path}.{name}".lstrip("."))
    return f"{path} {messages[0]}"
