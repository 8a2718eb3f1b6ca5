"""What the schemas of the API and of the archive have in common, and where they differ."""

from __future__ import annotations

from typing import Any, Self, cast

from marshmallow import EXCLUDE, Schema, fields

from blog.translation import N_


class Described(Schema):
    """A schema that describes an operation of the API. It never changes, so that no two copies of it are needed: each
    of the decorators that describe an operation copies what those before it said, which takes a sixth of every start.
    """

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self


class Fields(Described):
    """The fields of one table. A subclass gives its audience those that its `Meta.fields` names, in that order.

    A value that the row does not have as it stands is computed by the method `of_<attribute>`.
    """

    class Meta:
        unknown = EXCLUDE  # a later version may have more fields

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        compute = getattr(self, f"of_{attr}", None)
        return compute(obj) if compute else super().get_attribute(obj, attr, default)


class Answer(Fields):
    """An object in an answer of the API. Every field is always there; or only those in `always`, where that is set."""

    always: frozenset[str] | None = None

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.required = self.always is None or field_name in self.always


class Record(Fields):
    """An object in an archive, which is also read back. Moments keep all their digits."""

    exact_moments = True
    error_messages = {"type": N_("must be an object.")}  # noqa: RUF012 — as marshmallow declares it


def dumped(schema: Schema, row: object) -> dict[str, Any]:
    """A row as its schema writes it."""
    return cast(dict[str, Any], schema.dump(row))
