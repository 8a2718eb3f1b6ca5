"""Destroying every wording of an update: asked for with a reason, shown once more, and only then done."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.models import Role, State, Update, Visit
from blog.newsroom import wording
from blog.newsroom.errors import NewsroomError
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.updates import editable
from blog.web.desk.visits import own_visit

ADDRESS = "/visits/<slug>/updates/<public_id>/purge"
_NEEDED = "Say why it is removed: readers see this sentence in its place."


@bp.get(ADDRESS, endpoint="purge_form")
def ask(slug: str, public_id: str) -> str:
    """The first step: what goes, what stays, and the reason."""
    visit, update = _own(slug, public_id)
    return _page(visit, update, None)


@bp.post(f"{ADDRESS}/sure", endpoint="purge_sure")
def ask_again(slug: str, public_id: str) -> str | Response:
    """The second step: the line that will stand in its place, and the button that does it."""
    visit, update = _own(slug, public_id)
    try:
        note = wording.note(request.form.get("note", ""), needed=_NEEDED if update.number else "")
    except NewsroomError as error:
        return _failed(visit, update, error)
    return _page(visit, update, Form({"note": note}), sure=True)


@bp.post(ADDRESS)
def purge(slug: str, public_id: str) -> AnyResponse:
    visit = own_visit(slug)
    try:
        newsroom.updates.purge(visit.id, reporter().id, public_id, request.form.get("note", ""))
    except NewsroomError as error:
        if responses.by_htmx() or reporter().role is not Role.ADMIN:
            abort(responses.failed(error, "").status_code, str(error))
        return _failed(visit, editable(visit, public_id), error)
    return responses.done(visit, "Removed for good. Nothing can bring it back.", f"u-{public_id}")


def _own(slug: str, public_id: str) -> tuple[Visit, Update]:
    visit = own_visit(slug)
    if reporter().role is not Role.ADMIN:
        abort(403, "Only an admin can remove an update for good. Withdraw it, and ask one.")
    update = editable(visit, public_id)
    return visit, update if update.state is not State.PURGED else abort(404, "This update was removed already.")


def _failed(visit: Visit, update: Update, error: NewsroomError) -> Response:
    return responses.failed(error, _page(visit, update, forms.sent(responses.sentence(error))))


def _page(visit: Visit, update: Update, form: Form | None, *, sure: bool = False) -> str:
    return render_template("desk/purge.html", visit=visit, update=update, form=form, sure=sure)
