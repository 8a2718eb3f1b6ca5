"""API operations that set and clear the banner of a visit."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from blog import newsroom
from blog.queries import visits
from blog.schemas.base import dumped
from blog.schemas.visits import Banner
from blog.web.api import preconditions, writing
from blog.web.api.authentication import holder, own_visit
from blog.web.api.bodies import ClearedBanner, NewBanner
from blog.web.api.own_updates import tag
from blog.web.api.posts import parsed_time

BANNER = "/visits/<slug>/banner"
_NEEDS = {"If-Match": False}


@writing.operation("PUT", BANNER, Banner, body=NewBanner, empty=(204,), needs=_NEEDS, fails=(412,))
def set_banner(body: dict[str, Any], slug: str) -> Response:
    """Set the banner

    With `embargo`, readers see it with the release, and the answer is 204. With `If-Match`, only where it is still the
    one that you have read. The key needs the scope `banner`.
    """
    visit = own_visit(slug)
    words: dict[str, Any] = {
        "level": body.get("level") or "breaking",
        "update": body.get("update", ""),
        "expires_at": parsed_time("expires_at", body.get("expires_at", ""), visit.here),
    }
    if embargo := body.get("embargo", "").strip():
        newsroom.banner.hold_banner(visit.id, holder(), embargo, body.get("text", ""), **words)
        return writing.answer(None, 204)
    version = _version(visit.id)
    newsroom.banner.set_banner(visit.id, holder(), body.get("text", ""), version=version, **words)
    banner = visits.banner_of(visit.id)
    if banner is None:  # cleared by somebody else in the meantime
        return writing.answer(None, 204)
    return writing.answer(dumped(Banner(), banner), headers={"ETag": tag(banner.seq)})


@writing.operation("DELETE", BANNER, None, status=204, body=ClearedBanner, needs=_NEEDS, fails=(412,))
def clear_banner(body: dict[str, Any], slug: str) -> Response:
    """Clear the banner

    With a `note` it is taken back: who was notified of it is told so, and why. Where there is no banner, nothing
    happens.
    """
    visit = own_visit(slug)
    newsroom.banner.clear_banner(visit.id, holder(), version=_version(visit.id), note_text=body.get("note", ""))
    return writing.answer(None, 204)


def _version(visit_id: int) -> int | None:
    """The version of the banner that `If-Match` names, which is the current one; None where there is no such field."""
    banner = visits.banner_of(visit_id)
    current = banner.seq if banner else 0
    preconditions.check_match(current)
    return current if "If-Match" in request.headers else None
