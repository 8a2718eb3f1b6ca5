"""Types of fields. Writing is lenient; reading believes nothing and refuses each bad value with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from blog.models.limits import PUBLIC_ID_CHARACTERS, SLUG_CHARACTERS, SOURCE_URL_CHARACTERS, ZONE_CHARACTERS
from blog.text import clock, tags, titles, web_address, zones
from blog.text.cleaning import clean
from blog.text.slugs import is_slug
from blog.translation import N_, _

LARGEST = 2**31 - 1
# How far the clock of the machine that wrote a file may be ahead of this one's.
CLOCK_SKEW = timedelta(days=1)
MESSAGES = {"required": N_("is missing."), "null": N_("must not be null.")}

_ID = re.compile(r"[0-9a-z]{1,16}")


class Value(fields.Field[Any]):
    """A described field, required unless it has a `load_default`. Messages continue the path to the field."""

    def __init__(self, about: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"description": about} if about else {})
        super().__init__(required="load_default" not in kwargs, error_messages=dict(MESSAGES), **kwargs)


class Text(Value, fields.String):
    """Clean text of at most `most` characters, which may be empty unless `empty` is false.

    `of` names an attribute: the text is then that attribute of a related row, and null without a row.
    """

    def __init__(
        self, about: str = "", most: int = LARGEST, *, empty: bool = True, of: str = "", **kwargs: Any
    ) -> None:
        super().__init__(about, **kwargs)
        self._most, self._empty, self._of = most, empty, of

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if self._of and value is not None:
            value = getattr(value, self._of)
        return super()._serialize(value, attr, obj, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(_("must be text."))
        if len(value) > self._most:
            raise ValidationError(
                _(
                    "is too long: %(length)s characters (maximum %(most)s).",
                    length=format(len(value), ","),
                    most=format(self._most, ","),
                )
            )
        if not value and not self._empty:
            raise ValidationError(_("must not be empty."))
        if value != clean(value) or not _is_unicode(value):
            raise ValidationError(_("begins or ends with a space, or contains characters that are not allowed."))
        self.check(value)
        return value

    def check(self, value: str) -> None:
        """Raises ValidationError for what this kind of text must not be."""


class Line(Text):
    """A text on one line."""

    def check(self, value: str) -> None:
        if "\n" in value:
            raise ValidationError(_("must be on one line."))


class Slug(Text):
    """A key that stands in addresses."""

    def __init__(self, about: str = "", **kwargs: Any) -> None:
        super().__init__(about, SLUG_CHARACTERS, empty=False, **kwargs)

    def check(self, value: str) -> None:
        if not is_slug(value):
            raise ValidationError(_("can contain only lowercase letters, digits and single hyphens."))


class PublicId(Text):
    """The id of an update in its address."""

    def __init__(self, about: str = "", **kwargs: Any) -> None:
        super().__init__(about, PUBLIC_ID_CHARACTERS, empty=False, **kwargs)

    def check(self, value: str) -> None:
        if not _ID.fullmatch(value):
            raise ValidationError(_("can contain only lowercase letters and digits."))


class Language(Text):
    """A language tag."""

    def __init__(self, about: str = "", **kwargs: Any) -> None:
        super().__init__(about, tags.LONGEST, empty=False, **kwargs)

    def check(self, value: str) -> None:
        if not tags.is_language(value):
            raise ValidationError(_("must be a language, as in en or zh-Hans."))


class Zone(Text):
    """The IANA name of a time zone."""

    def __init__(self, about: str = "", **kwargs: Any) -> None:
        super().__init__(about, ZONE_CHARACTERS, **kwargs)

    def check(self, value: str) -> None:
        if value and value not in zones.known():
            raise ValidationError(_("names a time zone that is not known here: %(value)s.", value=value))


class Link(Text):
    """An address that a browser may follow, or nothing."""

    def __init__(self, about: str = "", **kwargs: Any) -> None:
        super().__init__(about, SOURCE_URL_CHARACTERS, **kwargs)

    def check(self, value: str) -> None:
        if value and not web_address.host(value):
            raise ValidationError(_("must be a whole address, beginning with https:// or http://."))


class Word(Value, fields.String):
    """One of the given words; also none of them where `empty` is true."""

    def __init__(self, words: Iterable[str], about: str = "", *, empty: bool = False, **kwargs: Any) -> None:
        self._words = {"": ""} if empty else {}
        self._words |= {str(word): word for word in words}
        super().__init__(about, validate=validate.OneOf(list(self._words)), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in self._words:
            raise ValidationError(_("must be one of %(names)s.", names=", ".join(word for word in self._words if word)))
        return self._words[value]


class Number(Value, fields.Integer):
    """A whole number from 1."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int or not 1 <= value <= LARGEST:
            raise ValidationError(_("must be a whole number, 1 or higher."))
        return value


class Flag(Value, fields.Boolean):
    """True or false."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(_("must be true or false."))
        return value


class Moment(Value, fields.DateTime):
    """A moment of the past in RFC 3339, written in UTC: to the second, or exactly where the schema says so."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        write = clock.iso_exact if getattr(self.root, "exact_moments", False) else clock.iso
        return write(value) if value else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError(value)
            moment = moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError(_("must be a date and time, such as 2010-03-04T08:20:00Z.")) from error
        if clock.is_outside(moment):
            raise ValidationError(
                _("must be in a year from %(first)s to %(last)s.", first=clock.YEARS[0], last=clock.YEARS[-1])
            )
        self.check(moment)
        return moment

    def check(self, moment: datetime) -> None:
        """Raises ValidationError for a moment that cannot have come yet."""
        if moment > datetime.now(UTC) + CLOCK_SKEW:
            raise ValidationError(_("must not be more than a day in the future."))


class Day(fields.Date):
    """A day, as 2010-03-04."""

    def __init__(self, about: str = "") -> None:
        super().__init__(required=True, error_messages=dict(MESSAGES), metadata={"description": about})


class TitleLines(Text):
    """Titles with their days, as their lines are kept."""

    def check(self, value: str) -> None:
        try:
            canonical = titles.written(titles.read(value))
        except titles.NoTitle as error:
            raise ValidationError(_("has a line that is no title: %(line)s.", line=str(error))) from error
        if value != canonical:
            raise ValidationError(_("must be in the order of its days."))


class Plan(Moment):
    """A moment that may lie ahead."""

    def check(self, moment: datetime) -> None:
        """A plan may be for any year."""


def address(about: str, **kwargs: Any) -> Text:
    """A complete address that the API fills in."""
    return Text(about, metadata={"description": about, "format": "uri"}, **kwargs)


def part(schema: type[Schema], about: str = "", **kwargs: Any) -> fields.Nested:
    """One object."""
    required: dict[str, Any] = {"required": MESSAGES["required"]}
    return fields.Nested(schema, required=True, error_messages=required, metadata=_described(about), **kwargs)


def many(schema: type[Schema], about: str = "", **kwargs: Any) -> fields.List[Any]:
    """A list of objects."""
    messages: dict[str, Any] = {**MESSAGES, "invalid": _("must be a list.")}
    inner = fields.Nested(schema, error_messages=messages)
    return fields.List(inner, required=True, error_messages=messages, metadata=_described(about), **kwargs)


def _described(about: str) -> dict[str, str]:
    return {"description": about} if about else {}


def _is_unicode(text: str) -> bool:
    """JSON can express half of a surrogate pair, which no database can store."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
