"""The framed pages, and the line of script that puts them in place."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from flask import Response, current_app, render_template, request, url_for

from blog.models import Kind, Update, Visit
from blog.queries import coverage, stream, visits
from blog.queries.filters import Filter
from blog.queries.stream import PAGE_SIZE
from blog.web import pages
from blog.web.assets import THOROUGH, Encoded, encoded
from blog.web.embed import bp
from blog.web.load import update_or_404, visit_or_404, wanted

THEMES = ("auto", "light", "dark")
# As many as make a block that a page of another site has room for; who wants the rest follows the link below it.
USUAL_UPDATES, MOST_UPDATES = 10, 2 * PAGE_SIZE
HOST_SCRIPT_SECONDS = 300
# What stands in the script for the address of the site that serves it.
ANYONES_ADDRESS = b"https://live.example.org"


@bp.get("/live/<slug>/embed")
def visit(slug: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _frame(visit_or_404(slug)))


@bp.get("/live/<slug>/updates/<public_id>/embed")
def update(slug: str, public_id: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _frame_of_one(visit_or_404(slug), public_id))


@bp.get("/embed.js")
def script() -> Response:
    body = current_app.extensions["assets"].files["js/embed-host.js"].body
    answer = encoded(_host_script(body, current_app.config["PUBLIC_URL"]))
    answer.headers["Cache-Control"] = f"public, max-age={HOST_SCRIPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def theme() -> str:
    """The colours that were asked for, if there are such."""
    asked = request.args.get("theme", "auto")
    return asked if asked in THEMES else "auto"


def limit() -> int:
    """How many updates were asked for, within reason."""
    return min(max(request.args.get("limit", USUAL_UPDATES, type=int), 1), MOST_UPDATES)


def chosen() -> Filter:
    """What was asked for. A topic, a side or a speaker that nobody knows may come yet; a kind never will."""
    asked = wanted()
    return asked if asked.kind in list(Kind) else replace(asked, kind="")


def _frame(visit: Visit) -> str:
    filters, most = chosen(), limit()
    return render_template(
        "embed/page.html",
        visit=visit,
        updated=coverage.updated(visit.id),
        banner=visits.banner_of(visit.id),
        updates=stream.newest(visit.id, filters, most),
        filters=filters,
        limit=most,
        theme=theme(),
        canonical=url_for("reader.visit", slug=visit.slug, _external=True),
    )


def _frame_of_one(visit: Visit, public_id: str) -> str:
    one: Update = update_or_404(visit, public_id)
    canonical = url_for("reader.update", slug=visit.slug, public_id=public_id, _external=True)
    return render_template("embed/update.html", visit=visit, update=one, theme=theme(), canonical=canonical)


@lru_cache(maxsize=4)
def _host_script(body: bytes, public_url: str) -> Encoded:
    """The script, which knows where it comes from even where a site's own tools have put it into a file of theirs."""
    assert ANYONES_ADDRESS in body
    return Encoded(body.replace(ANYONES_ADDRESS, public_url.encode()), "text/javascript", THOROUGH)
