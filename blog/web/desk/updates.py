"""An update after it was written: change it, withdraw it, pin it, mark it as a key event. `purge` is apart."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.extensions import limiter
from blog.models import State, Update, Visit
from blog.web.desk import bp, forms, pages, responses, scheduling
from blog.web.desk.auth import account, reporter
from blog.web.desk.composer import POSTS
from blog.web.desk.confirmations import AGAIN, NOW, is_sure
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays

CHANGED = "Your change is published. Readers have it."


def _edit_page(form: Form | None, slug: str, public_id: str) -> str:
    visit = own_visit(slug)
    update = own_update(visit, public_id)
    return pages.edit_page(visit, update, form or forms.of(update))


def _withdraw_page(form: Form | None, slug: str, public_id: str) -> str:
    visit = own_visit(slug)
    return render_template("desk/withdraw.html", visit=visit, update=own_update(visit, public_id), form=form)


@bp.get("/visits/<slug>/updates/<public_id>", endpoint="update")
def edit(slug: str, public_id: str) -> str:
    return _edit_page(None, slug, public_id)


@bp.post("/visits/<slug>/updates/<public_id>", endpoint="change")
@limiter.limit(POSTS, key_func=account)
@redisplays(_edit_page)
def change(slug: str, public_id: str) -> Response | str:
    visit = own_visit(slug)
    update = own_update(visit, public_id)
    is_public, was_due = update.is_public, scheduling.scheduled_for(update)
    action = request.form.get("action", "publish" if is_public else "")
    if action == "preview":
        return pages.edit_page(visit, update, _with_preview(update))
    _put(visit, update, action)
    done = CHANGED if is_public else scheduling.done(visit, action, was_due)
    twice = forms.twice(forms.place(visit), update.issued_at, update.due_at)
    return responses.back_to_desk(visit, f"{done} {twice}".rstrip(), f"u-{public_id}", leaves_page=True)


@bp.get("/visits/<slug>/updates/<public_id>/withdraw", endpoint="withdraw_form")
def withdraw_form(slug: str, public_id: str) -> str:
    return _withdraw_page(None, slug, public_id)


@bp.post("/visits/<slug>/updates/<public_id>/withdraw")
@redisplays(_withdraw_page)
def withdraw(slug: str, public_id: str) -> Response:
    visit = own_visit(slug)
    own_update(visit, public_id)
    newsroom.updates.withdraw(visit.id, reporter().id, public_id, request.form.get("note", ""))
    return responses.back_to_desk(visit, "Withdrawn. One line with your reason stays in its place.", f"u-{public_id}")


@bp.post("/visits/<slug>/updates/<public_id>/pin")
def pin(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.pin, "Pinned: readers see it at the top.")


@bp.post("/visits/<slug>/updates/<public_id>/unpin")
def unpin(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.unpin, "Not pinned any more.")


@bp.post("/visits/<slug>/updates/<public_id>/key")
def key(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.key, "It is among the key events.")


@bp.post("/visits/<slug>/updates/<public_id>/unkey")
def unkey(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.unkey, "It is no key event any more.")


def _use_tool(slug: str, public_id: str, verb: Callable[..., None], message: str) -> Response:
    visit = own_visit(slug)
    verb(visit.id, reporter().id, public_id)
    return responses.back_to_desk(visit, message, f"u-{public_id}")


def _with_preview(update: Update) -> Form:
    """The form as it was sent, with the update as it would be then."""
    form, reason, note = forms.sent(), request.form.get("change", ""), request.form.get("note", "")
    form.preview = newsroom.preview.changed(update, reporter(), forms.post(update), reason=reason, note_text=note)
    return form


def _put(visit: Visit, update: Update, action: str) -> None:
    by, post, version = reporter().id, forms.post(update), forms.version()
    if update.state is State.PUBLISHED:
        reason, note = request.form.get("change", ""), request.form.get("note", "")
        newsroom.updates.edit(visit.id, by, update.public_id, post, version=version, reason=reason, note_text=note)
    elif action == "publish":
        scheduling.ask_about_time(visit, update)
        sure = {"early": is_sure(NOW), "asks": not is_sure(AGAIN)}
        newsroom.drafts.publish(visit.id, by, update.public_id, post, version=version, **sure)
    else:
        state, due_at = scheduling.state_for(action), scheduling.due_at(visit, update)
        newsroom.drafts.edit(visit.id, by, update.public_id, post, version=version, state=state, due_at=due_at)
