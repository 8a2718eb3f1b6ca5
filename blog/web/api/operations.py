"""Declares an operation of the API: its address, query arguments, answer and possible problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import RAISE, Schema

from blog.translation import N_
from blog.web.api import bp
from blog.web.api.problems import MIMETYPE, TITLES
from blog.web.api.query_schemas import NoArguments
from blog.web.api.response_schemas import Problem
from blog.web.page_cache.arguments import Argument
from blog.web.page_cache.vocabulary import Knows

View = Callable[..., Any]

_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
_PARTS = {
    "slug": {"description": N_("The visit, as in its address."), "schema": _SLUG},
    "public_id": {
        "description": N_("The public id of an update."),
        "schema": {"type": "string", "pattern": "^[2-9a-z]+$", "maxLength": 16},
    },
    "note_id": {"description": N_("The id of a note."), "schema": {"type": "integer", "minimum": 1}},
    "media_id": {
        "description": N_("The id of a picture or a document."),
        "schema": {"type": "string", "pattern": "^[2-9a-z]+$", "maxLength": 32},
    },
    "key": {"description": N_("Its key, as in the visit."), "schema": _SLUG},
}
HEADERS = {
    "ETag": {
        "description": N_("Identifies this state; send it back as `If-None-Match`."),
        "schema": {"type": "string"},
    },
    "Link": {
        "description": N_('The next part, as `<…>; rel="next"`; absent at the end.'),
        "schema": {"type": "string"},
    },
}


def path_parts(rule: str) -> list[dict[str, Any]]:
    """What the parts of an address are."""
    return [{"name": name, "in": "path", **part} for name, part in _PARTS.items() if f"{name}>" in rule]


def links_to(part: str, field: str, *operations: str) -> dict[str, Any]:
    """OpenAPI links from an answer to operations on what it made, whose `field` is that `part` of their addresses."""
    parameters = {"slug": "$request.path.slug", part: f"$response.body#/{field}"}
    return {name: {"operationId": name, "parameters": parameters} for name in operations}


def operation(
    rule: str, answer: type[Schema], *, query: type[Schema] = NoArguments, fails: tuple[int, ...] = ()
) -> Callable[[View], View]:
    """Registers a view as a GET operation. The view is called with the validated query and the parts of its address.

    `fails` are the problem statuses it can have besides those that every operation has.
    """

    def declare(view: View) -> View:
        described = bp.response(200, answer, headers=HEADERS, description=N_("As it is now."))(view)
        described = bp.alt_response(304, description=N_("Nothing has changed since the state you named."))(described)
        for code in sorted({*fails, 422, 503}):
            described = bp.alt_response(code, schema=Problem, content_type=MIMETYPE, description=TITLES[code])(
                described
            )
        described = bp.doc(operationId=view.__name__)(described)
        registered = bp.arguments(query, location="query", unknown=RAISE)(described)
        registered.arguments = tuple(Argument(name, _as_given) for name in query._declared_fields)
        bp.route(rule, parameters=path_parts(rule))(registered)
        return view

    return declare


def _as_given(value: str, _: Knows) -> str:
    """Leaves the value to the query schema, which gives it its meaning."""
    return value
