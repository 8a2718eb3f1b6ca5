"""The front page, the live page, and one update."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blog.models import Visit
from blog.queries import stream, visits
from blog.web import pages
from blog.web.load import update_or_404, visit_or_404, wanted
from blog.web.reader import bp


@bp.get("/")
def front() -> Response:
    everything = visits.everything()
    state = " ".join(f"{visit.id}:{visit.cursor}" for visit in everything)
    return pages.keep(state, lambda: render_template("front/page.html", visits=everything, canonical=_here("front")))


@bp.get("/live/<slug>")
def visit(slug: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _live_page(visit_or_404(slug)))


@bp.get("/live/<slug>/updates/<public_id>")
def update(slug: str, public_id: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _update_page(visit_or_404(slug), public_id))


@bp.get("/live/")
def live() -> AnyResponse:
    return redirect(url_for("reader.front"), 308)


def _live_page(visit: Visit) -> str:
    chosen, number = wanted(), request.args.get("page", type=int)
    asked_for_page = "page" in request.args
    if asked_for_page and number is None:
        abort(404, "Pages have numbers, counted from the oldest.")
    page = stream.page(visit, number, chosen) if number is not None else stream.front(visit, chosen)
    if page is None:
        abort(404, "This visit has no such page yet.")
    return render_template(
        "visit/page.html",
        visit=visit,
        updates=page.updates,
        pager=page,
        filters=chosen,
        banner=visits.banner_of(visit.id),
        pinned=stream.pinned(visit.id),
        key_events=stream.key_events(visit.id),
        canonical=_here("visit", slug=visit.slug, page=None if page.is_front else page.page),
    )


def _update_page(visit: Visit, public_id: str) -> str:
    update = update_or_404(visit, public_id)
    older, newer = stream.neighbours(update)
    return render_template(
        "update/page.html",
        visit=visit,
        update=update,
        older=older,
        newer=newer,
        page=stream.page_number(visit, update),
        banner=visits.banner_of(visit.id),
        canonical=_here("update", slug=visit.slug, public_id=public_id),
    )


def _here(endpoint: str, **values: Any) -> str:
    return url_for(f"reader.{endpoint}", _external=True, **values)
