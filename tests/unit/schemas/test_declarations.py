"""What each schema declares, beside what the models have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from marshmallow import Schema
from sqlalchemy import inspect

from blog.models import Revision
from blog.models.update import BLANK_WORDING, WORDING
from blog.schemas import updates, visits
from blog.schemas.base import Fields


def all_below(schema: type[Schema]) -> Iterator[type[Schema]]:
    for below in schema.__subclasses__():
        yield below
        yield from all_below(below)


# In one order, so that every process collects the same tests.
SCHEMAS = sorted(set(all_below(Fields)), key=lambda schema: (schema.__module__, schema.__qualname__))


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__qualname__)
def test_a_schema_names_no_field_that_is_not_declared(schema: type[Schema]) -> None:
    assert set(schema().fields) <= schema._declared_fields.keys()


def test_the_schemas_are_really_found() -> None:
    assert {updates.Update, updates.ArchivedPublished, visits.ArchivedVisit} <= set(all_below(Fields))


def test_what_is_copied_into_a_revision_is_what_it_loads_as_its_wording() -> None:
    loaded_later = {column.key for column in inspect(Revision).column_attrs if column.group == "wording"}
    assert loaded_later - {"media_ids"} == set(WORDING) - {"standing"} == BLANK_WORDING.keys()
