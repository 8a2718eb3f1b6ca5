"""Loads what a request names, or answers 404."""

from __future__ import annotations

from dataclasses import fields

from flask import abort

from blog.models import State, Update, Visit
from blog.queries import stream, visits
from blog.queries.filters import Filter
from blog.translation import _
from blog.web.page_cache.arguments import Params
from blog.web.page_cache.decorators import NO_UPDATE, NO_VISIT
from blog.web.page_cache.responses import SameAs


def visit_or_404(slug: str, *, is_whole: bool = True) -> Visit:
    """The visit with this slug, if it exists for readers. Unless `is_whole`, what belongs to it is loaded when first
    used."""
    return visits.by_slug(slug, is_whole=is_whole) or abort(404, _(NO_VISIT))


def update_or_404(visit: Visit, public_id: str) -> Update:
    """An update of the visit that is or was public."""
    return stream.by_public_id(visit.id, public_id) or abort(404, _(NO_UPDATE))


def published_or_404(visit: Visit, public_id: str) -> Update:
    """An update whose text readers may see."""
    update = update_or_404(visit, public_id)
    return update if update.state is State.PUBLISHED else abort(404, _("This update is no longer published."))


def filter_of(params: Params) -> Filter:
    """The filter in the arguments of a request."""
    return Filter(**{field.name: params.get(field.name, "") for field in fields(Filter)})


def page_or_404(visit: Visit, params: Params) -> int | None:
    """The requested page number, counted from the oldest; None is the front page, which has no number."""
    if "page" not in params:
        return None
    front, begun = stream.pages(visit, filter_of(params))
    number = int(params["page"])
    if number > begun:
        abort(404, _("This visit has no such page yet."))
    if number >= front:
        raise SameAs({name: value for name, value in params.items() if name != "page"})
    return number
