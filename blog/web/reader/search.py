"""The search within a visit."""

from __future__ import annotations

from flask import abort, render_template

from blog.models import Visit
from blog.queries import search as queries
from blog.text.excerpt import plain
from blog.text.search import Query, marked, parse, passage
from blog.translation import _
from blog.web.lookups import filter_of, visit_or_404
from blog.web.page_cache.arguments import FILTERS, PAGE_FROM_1, SEARCH_QUERY, Params
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.page_cache.entries import Rendered
from blog.web.page_cache.responses import SameAs
from blog.web.reader import bp
from blog.web.search_results import beside


@bp.get("/live/<slug>/search")
@cached_for_visit(arguments=(SEARCH_QUERY, *FILTERS, PAGE_FROM_1))
def search(slug: str, params: Params) -> str | Rendered:
    query, words = parse(params.get("q", "")), {name: value for name, value in params.items() if name == "q"}
    if not query.terms and words != params:
        raise SameAs(words)
    page = _page(visit_or_404(slug), query, params)
    return Rendered(page, status=422) if query.is_too_long else page


def _page(visit: Visit, query: Query, params: Params) -> str:
    chosen, number = filter_of(params), int(params.get("page", 1))
    found = queries.find(visit, query.terms, chosen, number) if query.terms else None
    if query.terms and found is None:
        abort(404, _("This search has no such page."))
    return render_template(
        "search/page.html",
        visit=visit,
        query=query,
        filters=chosen,
        found=found,
        marked=lambda text: marked(text, query.terms),
        passage=lambda html: passage(plain(html), query.terms),
        beside=lambda update: beside(update, query.terms),
    )
