"""An update after it was written: change it, withdraw it, pin it, mark it as a key event. `purge` is apart."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.models import State, Update, Visit
from blog.newsroom.errors import Conflict, NewsroomError
from blog.queries import desk
from blog.web.desk import bp, forms, responses, scheduling
from blog.web.desk.auth import account, reporter
from blog.web.desk.composer import POSTS
from blog.web.desk.confirmations import AGAIN, NOW, is_sure
from blog.web.desk.visits import own_visit

CHANGED = "Your change is published. Readers have it."


@bp.get("/visits/<slug>/updates/<public_id>", endpoint="update")
def edit(slug: str, public_id: str) -> str:
    visit = own_visit(slug)
    update = editable(visit, public_id)
    return responses.edit_page(visit, update, forms.of(update))


@bp.post("/visits/<slug>/updates/<public_id>", endpoint="change")
@limiter.limit(POSTS, key_func=account)
def change(slug: str, public_id: str) -> AnyResponse:
    visit = own_visit(slug)
    update = editable(visit, public_id)
    is_public, was_due = update.is_public, scheduling.scheduled_for(update)
    action = request.form.get("action", "publish" if is_public else "")
    try:
        if action == "preview":
            return _preview(visit, update)
        _put(visit, update, action)
    except Conflict as error:
        return _conflict(visit, public_id, error)
    except NewsroomError as error:
        return responses.failed(error, responses.edit_page(visit, update, responses.again(error, action)))
    said = CHANGED if is_public else scheduling.done(visit, action, was_due)
    twice = forms.twice(forms.place(visit), update.issued_at, update.due_at)
    return responses.done(visit, f"{said} {twice}".rstrip(), f"u-{public_id}", leaves=True)


@bp.get("/visits/<slug>/updates/<public_id>/withdraw", endpoint="withdraw_form")
def withdraw_form(slug: str, public_id: str) -> str:
    visit = own_visit(slug)
    return render_template("desk/withdraw.html", visit=visit, update=editable(visit, public_id), form=None)


@bp.post("/visits/<slug>/updates/<public_id>/withdraw")
def withdraw(slug: str, public_id: str) -> AnyResponse:
    visit = own_visit(slug)
    update = editable(visit, public_id)
    try:
        newsroom.updates.withdraw(visit.id, reporter().id, public_id, request.form.get("note", ""))
    except NewsroomError as error:
        form = forms.sent(responses.sentence(error))
        return responses.failed(error, render_template("desk/withdraw.html", visit=visit, update=update, form=form))
    return responses.done(visit, "Withdrawn. One line with your reason stays in its place.", f"u-{public_id}")


@bp.post("/visits/<slug>/updates/<public_id>/pin")
def pin(slug: str, public_id: str) -> AnyResponse:
    return _act(slug, public_id, newsroom.updates.pin, "Pinned: readers see it at the top.")


@bp.post("/visits/<slug>/updates/<public_id>/unpin")
def unpin(slug: str, public_id: str) -> AnyResponse:
    return _act(slug, public_id, newsroom.updates.unpin, "Not pinned any more.")


@bp.post("/visits/<slug>/updates/<public_id>/key")
def key(slug: str, public_id: str) -> AnyResponse:
    return _act(slug, public_id, newsroom.updates.key, "It is among the key events.")


@bp.post("/visits/<slug>/updates/<public_id>/unkey")
def unkey(slug: str, public_id: str) -> AnyResponse:
    return _act(slug, public_id, newsroom.updates.unkey, "It is no key event any more.")


def _act(slug: str, public_id: str, verb: Callable[..., None], said: str) -> AnyResponse:
    visit = own_visit(slug)
    try:
        verb(visit.id, reporter().id, public_id)
    except NewsroomError as error:
        abort(responses.failed(error, "").status_code, str(error))
    return responses.done(visit, said, f"u-{public_id}")


def _preview(visit: Visit, update: Update) -> Response:
    """The form as it was sent, with the update as it would be then below it."""
    form, reason, note = forms.sent(), request.form.get("change", ""), request.form.get("note", "")
    form.preview = newsroom.preview.changed(update, reporter(), forms.post(update), reason=reason, note_text=note)
    return make_response(responses.edit_page(visit, update, form))


def _put(visit: Visit, update: Update, action: str) -> None:
    by, post, version = reporter().id, forms.post(update), forms.version()
    if update.state is State.PUBLISHED:
        reason, note = request.form.get("change", ""), request.form.get("note", "")
        newsroom.updates.edit(visit.id, by, update.public_id, post, version=version, reason=reason, note_text=note)
    elif action == "publish":
        scheduling.ask_about_time(visit, update)
        sure = {"early": is_sure(NOW), "asks": not is_sure(AGAIN)}
        newsroom.drafts.release(visit.id, by, update.public_id, post, version=version, **sure)
    else:
        state, due_at = scheduling.state_for(action), scheduling.due_at(visit, update)
        newsroom.drafts.rework(visit.id, by, update.public_id, post, version=version, state=state, due_at=due_at)


def _conflict(visit: Visit, public_id: str, error: Conflict) -> Response:
    """Both wordings side by side; what was sent now counts from the version that it is compared with."""
    update = editable(visit, public_id)
    form = forms.sent({"form": str(error)})
    page = render_template("desk/conflict.html", visit=visit, update=update, form=form)
    return make_response(page, 409)


def editable(visit: Visit, public_id: str) -> Update:
    """An update that the account may change, whatever its state."""
    update = desk.update(visit.id, public_id) or abort(404, "There is no such update in this visit.")
    if update.author_id != reporter().id and not reporter().edits:
        abort(403, "This update is somebody else's: an editor can change it.")
    return update
