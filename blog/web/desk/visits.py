"""The visits one may write to, the desk of one of them, and its status."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Visit
from blog.newsroom.errors import NewsroomError
from blog.queries import visits as queries
from blog.web.desk import answers, bp
from blog.web.desk.gate import reporter
from blog.web.load import visit_or_404


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
    return answers.desk_page(own_visit(slug))


@bp.post("/visits/<slug>/status")
def status(slug: str) -> Response:
    found = own_visit(slug)
    try:
        newsroom.visits.set_status(found.id, reporter().id, request.form.get("status", ""))
    except NewsroomError as error:
        abort(answers.failed(error, "").status_code, str(error))
    return answers.done(found)
