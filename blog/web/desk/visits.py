"""The visits one may write to, the desk of one of them, its status, and where things stand in it."""

from __future__ import annotations

from typing import Any

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Status, Visit
from blog.newsroom.errors import NewsroomError
from blog.queries import stream
from blog.queries import visits as queries
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import reporter
from blog.web.lookups import visit_or_404


def own_visit(slug: str) -> Visit:
    """The visit of an address, if the account that is signed in belongs to it."""
    found = visit_or_404(slug)
    if not reporter().may_write_to(found.id):
        abort(403, "Your account does not belong to this visit. Ask an administrator to add you to it.")
    return found


@bp.get("")
def visits() -> str:
    return render_template("desk/visits.html", visits=queries.writable_by(reporter()))


@bp.get("/visits/<slug>")
def visit(slug: str) -> str:
    found = own_visit(slug)
    if "page" not in request.args:
        return responses.desk_page(found)
    page = stream.page(found, request.args.get("page", 0, type=int))
    return responses.desk_page(found, page=page or abort(404, "This visit has no such page yet."))


@bp.post("/visits/<slug>/status")
def status(slug: str) -> Response:
    found = own_visit(slug)
    chosen, banner = request.form.get("status", ""), queries.banner_of(found.id)
    try:
        live_from = forms.moment("live_from", found.here, found.live_from)
        newsroom.visits.set_status(found.id, reporter().id, chosen, live_from=live_from)
    except NewsroomError as error:
        return _again(found, "status", error)
    taken = " Its banner was taken down." if banner and chosen == Status.ENDED else ""
    said = f"The visit is {chosen} now.{taken} {forms.twice(found.here, found.live_from)}"
    return _done(slug, "status", said.rstrip())


@bp.post("/visits/<slug>/state-of-play")
def state_of_play(slug: str) -> Response:
    found = own_visit(slug)
    text, tag = request.form.get("state_of_play", ""), request.form.get("tag")
    try:
        newsroom.visits.sum_up(found.id, reporter().id, text, tag=tag)
    except NewsroomError as error:
        return _again(found, "stand", error)
    return _done(slug, "stand", "Readers see where things stand." if text.strip() else "It was taken off the page.")


# The forms beside the stream: the partial of each, by the name that comes before `_form`.
_SIDES = {"status": "desk/_status.html", "stand": "desk/_state_of_play.html"}


def _done(slug: str, side: str, said: str) -> Response:
    """The form as it stands now for a script, the desk for everyone else."""
    found = own_visit(slug)
    if responses.by_htmx():
        return responses.saying(make_response(render_template(_SIDES[side], visit=found)), said)
    return responses.done(found, said, f"{side}-form")


def _again(visit: Visit, side: str, error: NewsroomError) -> Response:
    """The form with what was sent and why it was not taken, beside what stands there by now."""
    inputs: dict[str, Any] = {f"{side}_form": forms.sent(responses.sentence(error))}
    visit = own_visit(visit.slug)
    page = render_template(_SIDES[side], visit=visit, **inputs)
    return responses.failed(error, page if responses.by_htmx() else responses.desk_page(visit, **inputs))
