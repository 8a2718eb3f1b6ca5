"""The shapes of fields in answers: moments, words out of a list, and values that no row has as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, fields, validate

from blog.text import clock


class Given(Schema):
    """An object of an answer. All its fields are there in every one, or those that it names in `always`.

    A value that the row does not have as it stands is made by the method `of_<field>`.
    """

    class Meta:
        unknown = EXCLUDE  # who reads an answer must not fail at a field that came later

    always: frozenset[str] | None = None

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.required = self.always is None or field_name in self.always

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        make = getattr(self, f"of_{attr}", None)
        return make(obj) if make else super().get_attribute(obj, attr, default)


class Moment(fields.DateTime):
    """RFC 3339 in UTC, to the second."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return clock.iso(value) if value else None


def text(about: str, **more: Any) -> fields.String:
    return fields.String(**more, metadata={"description": about})


def address(about: str, **more: Any) -> fields.String:
    return fields.String(**more, metadata={"description": about, "format": "uri"})


def number(about: str) -> fields.Integer:
    return fields.Integer(metadata={"description": about})


def truth(about: str) -> fields.Boolean:
    return fields.Boolean(metadata={"description": about})


def moment(about: str, **more: Any) -> Moment:
    """One that has not come, or is not known, is null."""
    return Moment(**more, allow_none=True, metadata={"description": about})


def one_of(words: Iterable[str], about: str, **more: Any) -> fields.String:
    return fields.String(
        **more, validate=validate.OneOf([str(word) for word in words]), metadata={"description": about}
    )


def part(schema: type[Schema], about: str, **more: Any) -> fields.Nested:
    return fields.Nested(schema, **more, metadata={"description": about})


def many(schema: type[Schema], about: str) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), metadata={"description": about})


def dumped(schema: Schema, row: object) -> dict[str, Any]:
    """A row as its schema gives it."""
    return cast(dict[str, Any], schema.dump(row))
