"""How one thing that the API does is declared: its address, what may be asked, what is given, and what may go wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import RAISE, Schema

from blog.web.api import bp
from blog.web.api.asks import Nothing
from blog.web.api.problems import MIMETYPE, TITLES
from blog.web.api.schemas import Problem
from blog.web.page_cache.arguments import Argument
from blog.web.page_cache.vocabulary import Knows

View = Callable[..., Any]

_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
_PARTS = {
    "slug": {"description": "The visit, as in its address.", "schema": _SLUG},
    "public_id": {
        "description": "The public id of an update.",
        "schema": {"type": "string", "pattern": "^[2-9a-z]+$", "maxLength": 16},
    },
}
_HEADERS = {
    "ETag": {"description": "Names this state; send it back as `If-None-Match`.", "schema": {"type": "string"}},
    "Link": {
        "description": 'Where it goes on, as `<…>; rel="next"`; not there at the end.',
        "schema": {"type": "string"},
    },
}


def reads(
    rule: str, gives: type[Schema], *, asks: type[Schema] = Nothing, fails: tuple[int, ...] = ()
) -> Callable[[View], View]:
    """Makes a view an operation. It is called with what was asked, checked, and the parts of its address.

    `fails` are the statuses of its problems besides those that anything may have.
    """
    parts = [{"name": name, "in": "path", **part} for name, part in _PARTS.items() if f"<{name}>" in rule]

    def declare(view: View) -> View:
        described = bp.response(200, gives, headers=_HEADERS, description="As it is now.")(view)
        described = bp.alt_response(304, description="Nothing has changed since the state that you named.")(described)
        for code in sorted({*fails, 422, 503}):
            described = bp.alt_response(code, schema=Problem, content_type=MIMETYPE, description=TITLES[code])(
                described
            )
        described = bp.doc(operationId=view.__name__)(described)
        asked = bp.arguments(asks, location="query", unknown=RAISE)(described)
        asked.arguments = tuple(Argument(name, _checked) for name in asks._declared_fields)
        bp.route(rule, parameters=parts)(asked)
        return view

    return declare


def _checked(value: str, _: Knows) -> str:
    """The schema of an address says what a value means."""
    return value
