"""The front page, the live page, and the live page around one update."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from blog.archive.context import archived
from blog.models import Status, Visit
from blog.queries import coverage, lines, stream, visits
from blog.queries import front as front_page
from blog.queries.filters import Filter
from blog.queries.lines import Line
from blog.queries.stream import StreamPage
from blog.translation import _
from blog.web.lookups import filter_of, page_or_404, update_or_404, visit_or_404
from blog.web.page_cache.arguments import FILTERS, PAGE, Params
from blog.web.page_cache.decorators import NO_UPDATE, cached, cached_for_visit
from blog.web.page_parts import PageParts
from blog.web.reader import bp
from blog.web.syndication import json_ld


@bp.get("/")
@cached(state=visits.state)
def front() -> str:
    everything = visits.everything()
    banners = visits.banners([visit.id for visit in everything])
    news = front_page.news([visit.id for visit in everything if visit.status in (Status.LIVE, Status.PAUSED)])
    in_order = front_page.by_weight(everything, banners)
    picture = front_page.picture(in_order[0].id) if in_order else None
    inputs = {"banners": banners, "news": news, "picture": picture, "canonical": _here("front")}
    return render_template("front/page.html", visits=in_order, **inputs)


@bp.get("/live/")
def live() -> AnyResponse:
    return redirect(url_for("reader.front"), 308)


@bp.get("/live/<slug>")
@cached_for_visit(arguments=(*FILTERS, PAGE))
def visit(slug: str, params: Params) -> str:
    chosen = filter_of(params)
    visit = visit_or_404(slug, is_whole=bool(chosen))
    page = lines.page(visit, page_or_404(visit, params), chosen)
    parts = PageParts(visit, page.updates, adds=page.is_front and not chosen)
    # Search engines should index the visit, not every filter of it.
    canonical = _here("visit", slug=visit.slug, page=None if page.is_front or chosen else page.page)
    data = None if chosen else json_ld.of_visit(visit, parts, coverage.span(visit))
    return _stream("visit/page.html", visit, page, parts, filters=chosen, canonical=canonical, linked_data=data)


@bp.get("/live/<slug>/updates/<public_id>")
@cached_for_visit()
def update(slug: str, public_id: str) -> str:
    """The live page around one update, which is highlighted: a permalink shows the update in its context."""
    visit = visit_or_404(slug, is_whole=False)
    canonical = _here("update", slug=visit.slug, public_id=public_id)
    if archived():
        update = update_or_404(visit, public_id)
        place = stream.page_of(visit, update.number or 1)
        return render_template("archive/update.html", visit=visit, followed=update, place=place, canonical=canonical)
    page = lines.page_with(visit, public_id)
    parts = PageParts(visit, page.updates if page else (), whole=[public_id])
    followed = parts.update(public_id)
    if page is None or followed is None:
        abort(404, _(NO_UPDATE))
    inputs = {"followed": followed, "canonical": canonical, "linked_data": json_ld.of_update(visit, followed)}
    return _stream("update/page.html", visit, page, parts, filters=Filter(), **inputs)


def _stream(template: str, visit: Visit, page: StreamPage[Line], parts: PageParts, **inputs: Any) -> str:
    shown = {"updates": page.updates, "articles": parts.articles, "regions": parts.regions(), "pager": page}
    return render_template(template, visit=visit, **shown, **inputs)


def _here(endpoint: str, **values: Any) -> str:
    return url_for(f"reader.{endpoint}", _external=True, **values)
