"""The banner's form."""

from __future__ import annotations

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Visit
from blog.newsroom.errors import NewsroomError
from blog.queries import visits
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.visits import own_visit


@bp.post("/visits/<slug>/banner", endpoint="banner")
def set_banner(slug: str) -> Response:
    visit = own_visit(slug)
    form = request.form
    stands = visits.banner_of(visit.id)
    expires_at = stands.expires_at if stands else None
    try:
        newsroom.banner.set_banner(
            visit.id,
            reporter().id,
            form.get("text", ""),
            level=form.get("level", "breaking"),
            update=form.get("update", ""),
            expires_at=forms.moment("expires_at", visit.here, expires_at),
            seq=int(form["seq"]) if form.get("seq", "").isdecimal() and len(form["seq"]) < 10 else None,
        )
    except NewsroomError as error:
        return _failed(visit, error)
    return _done(visit, f"The banner is set. {forms.twice(visit.here, expires_at)}".rstrip())


@bp.post("/visits/<slug>/banner/clear")
def clear_banner(slug: str) -> Response:
    visit = own_visit(slug)
    try:
        newsroom.banner.clear_banner(visit.id, reporter().id)
    except NewsroomError as error:
        return _failed(visit, error)
    return _done(visit, "There is no banner now.")


def _done(visit: Visit, said: str) -> Response:
    if responses.by_htmx():
        return responses.saying(make_response(_form(visit, None)), said)
    return responses.done(visit, said, "banner-form")


def _failed(visit: Visit, error: NewsroomError) -> Response:
    sent = forms.sent(responses.sentence(error))
    page = _form(visit, sent) if responses.by_htmx() else responses.desk_page(visit, banner_form=sent)
    return responses.failed(error, page)


def _form(visit: Visit, sent: Form | None) -> str:
    return render_template("desk/_banner.html", visit=visit, banner_form=sent, **responses.banner_inputs(visit))
