"""Edits, withdraws, pins and unpins an update, and adds it to the key events. `purge` has a module of its own."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.extensions import limiter
from blog.models import State, Update, Visit
from blog.translation import N_, _, gap
from blog.web.desk import (
    autosaves,
    bp,
    conflicts,
    editors,
    embargo_terms,
    forms,
    pages,
    pictures,
    responses,
    scheduling,
    times,
)  # fmt: skip
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.confirmations import OVER_CLAIM, PUBLISH_AGAIN, PUBLISH_NOW, is_confirmed
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays
from blog.web.limits import POSTS


def edit_page(form: Form | None, slug: str, public_id: str) -> str:
    """The page that changes an update, with a form to be shown again if there is one."""
    visit = own_visit(slug)
    update = own_update(visit, public_id)
    return pages.edit_page(visit, update, form or autosaves.asked_for(visit, update) or forms.of_update(update))


def _withdraw_page(form: Form | None, slug: str, public_id: str) -> str:
    if form and responses.wants_fragment():
        return gap().join(form.errors.values())  # the button under an update has no form to show
    visit = own_visit(slug)
    return render_template("desk/update/withdraw.html", visit=visit, update=own_update(visit, public_id), form=form)


@bp.get("/visits/<slug>/updates/<public_id>", endpoint="update")
def edit(slug: str, public_id: str) -> str:
    """The page that changes an update; or only the buttons of its form, for one that is open."""
    if "ways" in request.args:
        visit = own_visit(slug)
        return pages.edit_ways(visit, own_update(visit, public_id))
    return edit_page(None, slug, public_id)


@bp.post("/visits/<slug>/updates/<public_id>", endpoint="change")
@limiter.limit(POSTS, key_func=rate_limit_key)
@redisplays(edit_page)
def change(slug: str, public_id: str) -> Response | str:
    shows_page = bool(conflicts.asked_for()) or request.form.get("action") == "preview"
    visit = own_visit(slug, is_whole=shows_page)
    update = own_update(visit, public_id, is_whole=shows_page)
    is_public, was_due = update.is_public, scheduling.due_time(update)
    was_returned, was_held = update.state is State.RETURNED, update.state is State.HELD
    if conflicts.asked_for():
        return make_response(pages.edit_page(visit, update, *conflicts.taking(update)), 409)
    action = request.form.get("action", "publish" if is_public else "")
    if action == "preview":
        form = _with_preview(update)
        show = pages.preview if responses.wants_fragment() else pages.edit_page
        return show(visit, update, form)
    pictures.describe_all(visit)
    loaded_times = forms.loaded_times(update)
    is_changed = _save(visit, update, action)
    if not is_public:
        is_returned = was_returned and action == "draft"
        message = scheduling.message(visit, public_id, action, was_due, is_returned=is_returned, was_held=was_held)
    elif is_changed:
        message = scheduling.done_sentence(visit, N_("Your change is published. Readers can see it."))
    else:
        message = _("Nothing was changed: the update already reads like this.")
    message = times.with_ambiguity(message, times.dateline(visit), *loaded_times)
    return responses.back_to_update(visit, message, public_id)


@bp.get("/visits/<slug>/updates/<public_id>/withdraw", endpoint="withdraw_form")
def withdraw_form(slug: str, public_id: str) -> str:
    return _withdraw_page(None, slug, public_id)


@bp.post("/visits/<slug>/updates/<public_id>/withdraw")
@redisplays(_withdraw_page)
def withdraw(slug: str, public_id: str) -> Response:
    visit = own_visit(slug, is_whole=False)
    newsroom.updates.withdraw(visit.id, reporter().id, public_id, request.form.get("note", ""))
    message = _("Withdrawn. One line with your reason stays in its place.")
    return responses.back_to_update(visit, message, public_id)


@bp.post("/visits/<slug>/updates/<public_id>/take-back")
def take_back_update(slug: str, public_id: str) -> Response:
    """Withdraws what was published by mistake, within a minute and without a reason of one's own."""
    message = N_("Taken back. Readers see one line in its place: “Published by mistake”.")
    return _use_tool(slug, public_id, newsroom.updates.take_back, message)


@bp.post("/visits/<slug>/updates/<public_id>/pin")
def pin(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.pin, N_("Pinned. Readers see it at the top."))


@bp.post("/visits/<slug>/updates/<public_id>/unpin")
def unpin(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.unpin, N_("Unpinned."))


@bp.post("/visits/<slug>/updates/<public_id>/key")
def key(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.key, N_("Added to key events."))


@bp.post("/visits/<slug>/updates/<public_id>/unkey")
def unkey(slug: str, public_id: str) -> Response:
    return _use_tool(slug, public_id, newsroom.updates.unkey, N_("Removed from key events."))


def _use_tool(slug: str, public_id: str, verb: Callable[..., None], message: str) -> Response:
    visit = own_visit(slug, is_whole=False)
    verb(visit.id, reporter().id, public_id)
    return responses.back_to_update(visit, scheduling.done_sentence(visit, message), public_id)


def _with_preview(update: Update) -> Form:
    """The form as it was sent, with a preview of the update that it would make."""
    form, reason, note = forms.submitted(), request.form.get("change", ""), request.form.get("note", "")
    post = pictures.previewed(update.visit, forms.post(update))
    form.preview = newsroom.preview.changed(update, reporter(), post, reason=reason, note_text=note)
    return form


def _save(visit: Visit, update: Update, action: str) -> bool:
    """Saves the form, and returns whether that changed the update."""
    by, post, version, also = reporter().id, forms.post(update), forms.version(), forms.also(visit, reporter())
    key = request.form.get("client_key", "")
    if update.state is State.PUBLISHED:
        reason, note = request.form.get("change", ""), request.form.get("note", "")
        was_key = "key" in update.marks
        now = newsroom.updates.edit(
            visit.id, by, update.public_id, post, version=version, reason=reason, note_text=note, client_key=key
        )
        return now != version or post.key != was_key
    if action == "publish":
        scheduling.ask_about_time(visit, update)
        editors.ask_before_publishing(visit, update.public_id)
        sure = {"early": is_confirmed(PUBLISH_NOW), "asks": not is_confirmed(PUBLISH_AGAIN)}
        sure["over_claim"] = is_confirmed(OVER_CLAIM)
        newsroom.drafts.publish(
            visit.id, by, update.public_id, post, version=version, also=also, client_key=key, **sure
        )
    else:
        state, due = scheduling.state_for(action), scheduling.due_at(visit, update)
        newsroom.drafts.edit(
            visit.id,
            by,
            update.public_id,
            post,
            version=version,
            state=state,
            due_at=due,
            also=also,
            client_key=key,
            embargo=embargo_terms.chosen(visit) if action == "hold" else "",
        )
    return True
