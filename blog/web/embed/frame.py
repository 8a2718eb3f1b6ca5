"""The framed page, and the line of script that puts it in place."""

from __future__ import annotations

from flask import Response, current_app, render_template, request, url_for

from blog.models import Visit
from blog.queries import stream, visits
from blog.queries.stream import PAGE_SIZE
from blog.web import pages
from blog.web.assets import encoded
from blog.web.embed import bp
from blog.web.load import visit_or_404, wanted

THEMES = ("auto", "light", "dark")
HOST_SCRIPT_SECONDS = 300


@bp.get("/live/<slug>/embed")
def visit(slug: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _frame(visit_or_404(slug)))


@bp.get("/embed.js")
def script() -> Response:
    answer = encoded(current_app.extensions["assets"].files["js/embed-host.js"])
    answer.headers["Cache-Control"] = f"public, max-age={HOST_SCRIPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _frame(visit: Visit) -> str:
    chosen, theme = wanted(), request.args.get("theme", "auto")
    limit = min(max(request.args.get("limit", PAGE_SIZE, type=int), 1), 2 * PAGE_SIZE)
    return render_template(
        "embed/page.html",
        visit=visit,
        banner=visits.banner_of(visit.id),
        updates=stream.front(visit, chosen).updates[:limit],
        filters=chosen,
        limit=limit,
        theme=theme if theme in THEMES else "auto",
        canonical=url_for("reader.visit", slug=visit.slug, _external=True),
    )
