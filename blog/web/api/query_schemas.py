"""The schemas of query arguments: what each accepts, and the sentence that refuses anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from blog.models import Kind
from blog.queries.filters import Filter
from blog.schemas.base import Described
from blog.schemas.fields import LARGEST
from blog.translation import N_, _
from blog.web.page_cache.arguments import UNKNOWN, Params
from blog.web.page_cache.vocabulary import Knows
from blog.wire import log
from blog.wire.log import Cursor

MOST = 200
USUALLY = 50

_FILTERS = ("topic", "speaker", "delegation", "kind", "lang")
_WORD = [
    validate.Length(max=80, error=N_("This is longer than any name here (maximum 80 characters).")),
    validate.Regexp("^[^\x00-\x1f\x7f]*$", error=N_("Contains characters that no name can have.")),
]


class CursorField(fields.String):
    """A cursor (`epoch:sequence`) from an earlier answer."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        cursor = log.parse(value)
        if cursor is None:
            raise ValidationError(_("Give a cursor from an answer of this API, such as 3f2a91bc:42."))
        return cursor


def whole_number(name: str, *, most: int = LARGEST, about: str, **more: Any) -> fields.Integer:
    """A number from 1."""
    sentence = f"Give `{name}` as a whole number from 1 to {most}."
    return fields.Integer(
        **more,
        validate=validate.Range(1, most, error=sentence),
        error_messages={"invalid": sentence, "too_large": sentence},
        metadata={"description": about},
    )


def cursor(about: str) -> CursorField:
    """A cursor to go on from."""
    return CursorField(metadata={"description": about, "pattern": "^[0-9a-z]{1,16}:[0-9]{1,12}$"})


def name(about: str) -> fields.String:
    """A slug, a key or a language tag; one that the visit does not have finds nothing."""
    return fields.String(validate=_WORD, metadata={"description": about})


class Arguments(Described):
    """The arguments of one operation. Any other is refused."""

    error_messages = {"unknown": N_("Unknown parameter.")}  # noqa: RUF012 — marshmallow's own


class NoArguments(Arguments):
    """No arguments."""


class UpdatesQuery(Arguments):
    """The newest updates, or what changed after a cursor."""

    after = cursor(N_("Only updates that were published, edited, marked or withdrawn after this cursor."))
    before = whole_number("before", about=N_("Only updates with a lower number, to page backwards."))
    limit = whole_number(
        "limit",
        load_default=USUALLY,
        most=MOST,
        about=N_(
            "The maximum number of updates in one answer. After a cursor, what they are translations of and their "
            "translations come beside them."
        ),
    )
    topic = name(N_("Only updates on this topic, by its slug."))
    speaker = name(N_("Only updates attributed to this speaker, by key."))
    delegation = name(N_("Only updates attributed to this delegation or one of its speakers, by its key."))
    kind = fields.String(
        validate=validate.OneOf([str(kind) for kind in Kind], error=N_("One of: {choices}.")),
        metadata={"description": N_("Only updates of this kind.")},
    )
    lang = name(N_("Only updates in this language, as a tag such as `zh`."))
    key = fields.Boolean(
        load_default=False,
        error_messages={"invalid": N_("Give `key` as true or false.")},
        metadata={"description": N_("Only key events.")},
    )

    @validates_schema
    def refuse_after_with_filters(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A client that follows changes through a filter would miss the updates that leave it."""
        if "after" in data and ("before" in data or any(data.get(name) for name in (*_FILTERS, "key"))):
            raise ValidationError(
                _("`after` returns all changes: use it without `before` and without filters."), "after"
            )


class EventsQuery(Arguments):
    """The log from its beginning, or from a cursor on."""

    after = cursor(N_("Only events after this cursor."))
    limit = whole_number(
        "limit", load_default=USUALLY, most=MOST, about=N_("The maximum number of events in one answer.")
    )


class DraftsQuery(Arguments):
    """What waits, newest first."""

    before = whole_number("before", about=N_("Only older texts than this; a number from the `next` of an answer."))
    limit = whole_number(
        "limit", load_default=USUALLY, most=MOST, about=N_("The maximum number of texts in one answer.")
    )


class RevisionsQuery(Arguments):
    """The revisions of an update, newest first."""

    before = whole_number("before", about=N_("Only revisions with a lower number."))


def canonical(query: Mapping[str, Any], knows: Knows) -> Params:
    """The query as a cache key: defaults left out, and every name the visit does not have replaced by the same one."""
    found = {name: str(query[name]) for name in ("after", "before", "limit") if name in query}
    if found.get("limit") == str(USUALLY):
        del found["limit"]
    for name in _FILTERS:
        if value := query.get(name):
            found[name] = value if knows(name, value) else UNKNOWN
    if UNKNOWN in found.values():
        return {"topic": UNKNOWN}  # finds nothing, whatever else is asked
    return found | ({"key": "true"} if query.get("key") else {})


def filter_of(params: Params) -> Filter:
    """The filter in a query."""
    return Filter(**{name: params.get(name, "") for name in _FILTERS}, key="1" if "key" in params else "")


def limit(params: Params) -> int:
    """The maximum number of items in the answer."""
    return int(params.get("limit", USUALLY))


def before(params: Params) -> int | None:
    """The number that all items of the answer are below."""
    return int(params["before"]) if "before" in params else None


def after(params: Params) -> Cursor | None:
    """The cursor to go on from."""
    return log.parse(params.get("after", ""))
