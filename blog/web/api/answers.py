"""Answers of the API: JSON from memory, with the way to the next one, and cursors that the log can serve."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, request, url_for

from blog.models import Update, Visit
from blog.text.slugs import is_slug
from blog.web.api import asks
from blog.web.lookups import update_or_404, visit_or_404
from blog.web.page_cache.arguments import Asked
from blog.web.page_cache.decorators import VisitAsked
from blog.web.page_cache.entries import Address, Made, Share
from blog.web.page_cache.responses import respond
from blog.wire.log import Cursor
from blog.wire.service import wire

MIMETYPE = "application/json"
Body = Mapping[str, Any]


def of_visit(
    slug: str, asked: Mapping[str, Any], give: Callable[[Visit, Asked], Body], share: Share = Share.PAGES
) -> Response:
    """What is given of a visit, which is asked for only when the answer is not in memory. Knows a cursor that is newer
    than what this process has seen of the log."""
    if not is_slug(slug):
        abort(404, "There is no visit at this address.")
    if after := asked.get("after"):
        wire().heads.at_least(slug, after)
    visit = VisitAsked.of(slug)
    address = Address(request.path, slug, share, is_exact=True)

    def make(asked: Asked) -> Made:
        return made(give(_reached(visit_or_404(slug), asks.start(asked)), asked))

    return respond(visit.page(address, make, MIMETYPE), asks.spelled(asked, visit.knows))


def of_update(
    slug: str, public_id: str, asked: Mapping[str, Any], give: Callable[[Visit, Update, Asked], Body]
) -> Response:
    """The same of one of its updates."""

    def given(visit: Visit, asked: Asked) -> Body:
        return give(visit, update_or_404(visit, public_id), asked)

    if not (public_id.isascii() and public_id.isalnum()):
        abort(404, "There is no such update in this visit.")
    return of_visit(slug, asked, given, Share.UPDATES)


def made(body: Mapping[str, Any]) -> Made:
    """The body as JSON; where it names a `next` address, a header does as well (RFC 8288)."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    following = body.get("next")
    return Made(text, {"Link": f'<{following}>; rel="next"'} if following else {})


def onwards(asked: Asked, **changed: Any) -> str:
    """The address of this request with other arguments."""
    assert request.endpoint
    return url_for(request.endpoint, _external=True, **{**asked, **(request.view_args or {}), **changed})


def _reached(visit: Visit, after: Cursor | None) -> Visit:
    """The visit, if its log has come as far as a cursor. Another epoch is another life of the log, from a backup."""
    if after and (after.epoch != visit.epoch or after.seq > visit.head):
        abort(410, "This cursor is not of this log, or not any more. Ask again without it, and take what you get anew.")
    return visit
