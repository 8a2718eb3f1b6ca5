"""Load or 404, and other ways in which a request names a thing."""

from __future__ import annotations

from dataclasses import fields

from flask import abort

from blog.models import State, Update, Visit
from blog.queries import stream, visits
from blog.queries.filters import Filter
from blog.web.page_cache.arguments import Asked
from blog.web.page_cache.decorators import NO_UPDATE, NO_VISIT
from blog.web.page_cache.responses import SameAs


def visit_or_404(slug: str) -> Visit:
    """The visit of an address, whole."""
    return visits.by_slug(slug) or abort(404, NO_VISIT)


def update_or_404(visit: Visit, public_id: str) -> Update:
    """An update of the visit that readers may know of."""
    return stream.one(visit.id, public_id) or abort(404, NO_UPDATE)


def published_or_404(visit: Visit, public_id: str) -> Update:
    """An update whose words readers may see."""
    update = update_or_404(visit, public_id)
    return update if update.state is State.PUBLISHED else abort(404, "This update is not published any more.")


def wanted(asked: Asked) -> Filter:
    """What the address asks to see."""
    return Filter(**{field.name: asked.get(field.name, "") for field in fields(Filter)})


def page_or_404(visit: Visit, asked: Asked) -> int | None:
    """The page that the address asks for, counted from the oldest; None is the front, which has no number."""
    if "page" not in asked:
        return None
    front, begun = stream.pages(visit, wanted(asked))
    number = int(asked["page"])
    if number > begun:
        abort(404, "This visit has no such page yet.")
    if number >= front:
        raise SameAs({name: value for name, value in asked.items() if name != "page"})
    return number
