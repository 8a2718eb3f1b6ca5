"""The search in a visit: a plain form, and what it finds."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request

from blog.models import Visit
from blog.queries import search as queries
from blog.text.excerpt import plain
from blog.text.search import Query, marked, parse, passage
from blog.web import pages
from blog.web.load import visit_or_404, wanted
from blog.web.reader import bp


@bp.get("/live/<slug>/search")
def search(slug: str) -> Response:
    query = parse(request.args.get("q", ""))
    if query.problem:
        return make_response(_page(visit_or_404(slug), query), 422 if query.is_too_long else 200)
    return pages.keep_for_visit(slug, lambda: _page(visit_or_404(slug), query))


def _page(visit: Visit, query: Query) -> str:
    chosen, number = wanted(), request.args.get("page", 1, type=int)
    found = queries.find(visit, query.terms, chosen, number) if query.terms else None
    if query.terms and found is None:
        abort(404, "This search has no such page.")
    return render_template(
        "search/page.html",
        visit=visit,
        query=query,
        filters=chosen,
        found=found,
        marked=lambda text: marked(text, query.terms),
        passage=lambda html: passage(plain(html), query.terms),
    )
