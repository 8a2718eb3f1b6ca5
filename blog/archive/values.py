"""The values that visit.json may hold. Nothing in a file is believed: what cannot be is refused, with the reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields

from blog.newsroom import source
from blog.text import clock, zones
from blog.text.cleaning import clean
from blog.text.slugs import is_slug

LARGEST = 2**31 - 1
# By as much may the clock of the machine that wrote a file be ahead of this one's.
AHEAD = timedelta(days=1)

_ID = re.compile(r"[0-9a-z]{1,16}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Value(fields.Field[Any]):
    """A field that has to be there, unless it has a `load_default`. Each message goes on after the path to it."""

    def __init__(self, **kwargs: Any) -> None:
        messages: dict[str, Any] = {"required": "is missing.", "null": "must not be null."}
        super().__init__(required="load_default" not in kwargs, error_messages=messages, **kwargs)


class Text(Value):
    """Words as they are kept: no more than `most` characters, clean, and not empty unless that is said."""

    def __init__(self, most: int, *, empty: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._most, self._empty = most, empty

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("must be a text.")
        if len(value) > self._most:
            raise ValidationError(f"is {len(value):,} characters long: {self._most:,} are the most.")
        if not value and not self._empty:
            raise ValidationError("must not be empty.")
        if value != clean(value) or not _is_unicode(value):
            raise ValidationError("has characters, or space around it, that no text here can have.")
        self.check(value)
        return value

    def check(self, value: str) -> None:
        """Raises ValidationError for what only some texts must not be."""


class Slug(Text):
    """A key that stands in addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(80, empty=False, **kwargs)

    def check(self, value: str) -> None:
        if not is_slug(value):
            raise ValidationError("must be of small letters, digits and single hyphens.")


class PublicId(Text):
    """What names an update in its address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(16, empty=False, **kwargs)

    def check(self, value: str) -> None:
        if not _ID.fullmatch(value):
            raise ValidationError("must be of small letters and digits.")


class Language(Text):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(35, empty=False, **kwargs)

    def check(self, value: str) -> None:
        if not _LANGUAGE.fullmatch(value):
            raise ValidationError("must be a language, as in en or zh-Hans.")


class Zone(Text):
    """An IANA name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(64, **kwargs)

    def check(self, value: str) -> None:
        if value and value not in zones.known():
            raise ValidationError(f"names a time zone that is not known here: {value}.")


class Link(Text):
    """An address that a browser may follow."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source.SOURCE_URL_CHARACTERS, **kwargs)

    def check(self, value: str) -> None:
        errors: dict[str, str] = {}
        if value:
            source.check_source("", value, "", None, datetime.now(UTC), errors)
        if errors or (value and not urlsplit(value).hostname):
            raise ValidationError("must be a whole address, beginning with https:// or http://.")


class Word(Value):
    """One of the words of an enumeration; of none of them where `empty` is said."""

    def __init__(self, enum: type[StrEnum], *, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._enum, self._empty = enum, empty

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if value == "" and self._empty:
            return ""
        if not isinstance(value, str) or value not in tuple(self._enum):
            raise ValidationError(f"must be one of {', '.join(self._enum)}.")
        return self._enum(value)


class Number(Value):
    """A whole number from 1 on."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int or not 1 <= value <= LARGEST:
            raise ValidationError("must be a whole number from 1 on.")
        return value


class Flag(Value):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("must be true or false.")
        return value


class Moment(Value):
    """RFC 3339, with an offset."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError(value)
            moment = moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError("must be a moment, as in 2010-03-04T08:20:00Z.") from error
        if clock.is_outside(moment):
            raise ValidationError(f"must be in a year from {clock.YEARS[0]} to {clock.YEARS[-1]}.")
        self.check(moment)
        return moment

    def check(self, moment: datetime) -> None:
        """Raises ValidationError for what cannot have happened yet."""
        if moment > datetime.now(UTC) + AHEAD:
            raise ValidationError("must not be more than a day ahead: it has happened.")


class Plan(Moment):
    """A moment that may lie ahead."""

    def check(self, moment: datetime) -> None:
        """What is planned may lie in any year."""


def _is_unicode(text: str) -> bool:
    """Half of a pair of surrogates can be written in JSON, and nowhere be kept."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
