"""Builds the API's responses: cached JSON with a `Link` to the next part, and the check that the log has a cursor."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, request, url_for

from blog.models import Update, Visit
from blog.text.slugs import is_slug
from blog.translation import _
from blog.web.api import query_schemas
from blog.web.lookups import update_or_404, visit_or_404
from blog.web.page_cache.arguments import Params
from blog.web.page_cache.decorators import VisitRequest
from blog.web.page_cache.entries import Address, Partition, Rendered
from blog.web.page_cache.responses import respond
from blog.wire.log import Cursor
from blog.wire.service import wire

MIMETYPE = "application/json"
Body = Mapping[str, Any]


def visit_response(
    slug: str, query: Mapping[str, Any], build: Callable[[Visit, Params], Body], partition: Partition = Partition.PAGES
) -> Response:
    """A response about a visit. `build` is called only on a cache miss.

    A cursor in the query may be newer than what this process has seen of the log, which is then noted.
    """
    if not is_slug(slug):
        abort(404, _("There is no visit at this address."))
    if after := query.get("after"):
        wire().heads.at_least(slug, after)
    visit = VisitRequest.of(slug)
    address = Address(request.path, slug, partition, is_exact=True)

    def make(params: Params) -> Rendered:
        return as_json(build(_with_cursor(visit_or_404(slug), query_schemas.after(params)), params))

    return respond(visit.page(address, make, MIMETYPE), query_schemas.canonical(query, visit.knows))


def update_response(
    slug: str, public_id: str, query: Mapping[str, Any], build: Callable[[Visit, Update, Params], Body]
) -> Response:
    """A response about one update of a visit, cached in the same way."""

    def build_of_visit(visit: Visit, params: Params) -> Body:
        return build(visit, update_or_404(visit, public_id), params)

    if not (public_id.isascii() and public_id.isalnum()):
        abort(404, _("There is no such update in this visit."))
    return visit_response(slug, query, build_of_visit, Partition.UPDATES)


def as_json(body: Body) -> Rendered:
    """The body as JSON. A `next` address in it is also sent as a `Link` header (RFC 8288)."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Rendered(text, link_to(body.get("next")))


def link_to(following: str | None) -> dict[str, str]:
    """The header that names the next part, if there is one."""
    return {"Link": f'<{following}>; rel="next"'} if following else {}


def next_address(params: Mapping[str, Any], **changed: Any) -> str:
    """The address of this request with other arguments."""
    assert request.endpoint
    return url_for(request.endpoint, _external=True, **{**params, **(request.view_args or {}), **changed})


def _with_cursor(visit: Visit, after: Cursor | None) -> Visit:
    """Aborts with 410 when the cursor is not in the visit's log: a restored backup starts a new epoch."""
    if after and (after.epoch != visit.epoch or after.seq > visit.head):
        abort(410, _("This log does not have that cursor. Ask again without one and replace what you have."))
    return visit
