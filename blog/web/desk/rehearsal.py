"""Shows the team of a held visit its page as readers will see it, without links to what they do not have yet."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from blog.models import Status
from blog.queries import lines
from blog.web.desk import bp, responses
from blog.web.desk.lookups import own_visit
from blog.web.lookups import filter_of, page_or_404
from blog.web.page_cache.arguments import FILTERS, PAGE, normalized
from blog.web.page_cache.responses import SameAs
from blog.web.page_cache.vocabulary import any_value
from blog.web.page_parts import PageParts
from blog.web.template_filters import visit_address


@bp.get("/visits/<slug>/rehearsal")
def rehearsal(slug: str) -> Response:
    """The page with readers' filters and page numbers; of a visit that is not held, the readers' own."""
    visit = own_visit(slug)
    params = normalized(request.args.items(multi=True), (*FILTERS, PAGE), any_value)
    if visit.status is not Status.HELD:
        return responses.go_to(visit_address(visit, **params), 302)
    chosen = filter_of(params)
    try:
        number = page_or_404(visit, params)
    except SameAs:
        number = None  # the front page has no number
    page = lines.page(visit, number, chosen)
    parts = PageParts(visit, page.updates)
    shown = render_template(
        "desk/rehearsal.html",
        visit=visit,
        rehearses=True,
        updates=page.updates,
        articles=parts.articles,
        regions=parts.regions(),
        pager=page,
        filters=chosen,
        canonical=None,
        linked_data=None,
    )
    answer = make_response(shown)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
