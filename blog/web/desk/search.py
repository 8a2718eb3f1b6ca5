"""Searches a visit's updates at the desk, in every state, with the tools of each."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request, url_for

from blog.permissions import may_edit_others
from blog.queries import desk_search as queries
from blog.queries.desk_search import DeskQuery
from blog.text.excerpt import plain
from blog.text.search import marked, parse, passage
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter
from blog.web.desk.lookups import own_visit
from blog.web.search_results import beside

# The filters beside the search terms.
FILTERS = ("state", "by", "kind", "speaker", "stop", "topic")
PASSAGE_CHARACTERS = 160


@bp.get("/visits/<slug>/search")
def search(slug: str) -> Response:
    visit = own_visit(slug)
    query, page = parse(request.args.get("q", "")), request.args.get("page", 1, type=int)
    chosen = {name: value for name in FILTERS if (value := request.args.get(name, "").strip())}
    found = None
    if not query.problem:
        found = queries.find(visit, reporter(), DeskQuery(query.terms, **chosen), page) if 0 < page < 10_000 else None
        if found is None:
            abort(404, _("This search has no such page."))
    shown = render_template(
        "desk/search.html",
        visit=visit,
        query=query,
        chosen=chosen,
        found=found,
        marked=lambda text: marked(text, query.terms),
        passage=lambda html: passage(plain(html), query.terms, PASSAGE_CHARACTERS),
        beside=lambda update: beside(update, query.terms),
        # On the desk of the visit, htmx takes the results from the page.
        is_in_place=responses.is_on_page(url_for("desk.visit", slug=slug)),
        writers=queries.writers(visit.id) if may_edit_others(reporter(), visit) else [],
    )
    return make_response(shown, 422 if query.is_too_long else 200)
