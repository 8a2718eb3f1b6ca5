"""Notes to the desk: writes, resolves and deletes them. htmx gets the lists as they are then."""

from __future__ import annotations

from flask import Response, abort, flash, make_response, render_template, request, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.models import Update, Visit
from blog.newsroom.notes import Written
from blog.permissions import may_note
from blog.queries import accounts, desk
from blog.queries import notes as queries
from blog.text.names import listed
from blog.translation import N_, _, gap
from blog.web.desk import bp, note_panel, responses
from blog.web.desk.auth import rate_limit_key, reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import redisplays
from blog.web.limits import POSTS
from blog.wire import note_fragments

# The menu of an update has no form to show again: it gets a sentence.
FROM_MENU = "menu"
_ACTS = {
    "resolve": (newsroom.notes.resolve, N_("Resolved.")),
    "reopen": (newsroom.notes.reopen, N_("It waits again.")),
    "delete": (newsroom.notes.remove, N_("The note is deleted.")),
}


def _page(form: Form | None, slug: str) -> str:
    """The notes on a page of their own, or the form alone for htmx; a sentence for the menu of an update."""
    visit = own_visit(slug)
    about = _about(visit)
    own_page = url_for("desk.notes", slug=slug, update=about.public_id) if about else ""
    back = request.form.get("back", own_page)
    if not responses.wants_fragment():
        shown = {"back": back, "team": accounts.team(visit.id), **note_panel.inputs(visit, about, form)}
        return render_template("desk/notes.html", visit=visit, **shown)
    if form and _is_from_menu():
        return gap().join(form.errors.values())
    return render_template("desk/panels/_note_form.html", visit=visit, about=about, note_form=form, back=back)


@bp.get("/visits/<slug>/notes")
def notes(slug: str) -> str:
    return _page(None, slug)


@bp.post("/visits/<slug>/notes")
@limiter.limit(POSTS, key_func=rate_limit_key)
@redisplays(_page)
def write_note(slug: str) -> Response | str:
    visit = own_visit(slug)
    about = _about(visit)
    text = request.form.get("text", "")
    if _is_from_menu() and not text.strip() and not responses.by_htmx():
        return _page(None, slug)  # without scripts the menu has asked for no words yet
    written = newsroom.notes.write(visit.id, reporter().id, text, about=about.public_id if about else "")
    message = _said(written)
    if not responses.wants_fragment():
        flash(message)
        return responses.go_to(_back(visit, about, written.note_id))
    lists = _lists(visit, about.public_id if about else "")
    given = {"visit": visit, "about": about, "note_form": None, "back": request.form.get("back", "")}
    return responses.trigger(
        make_response(render_template("desk/panels/_notes_answer.html", lists=lists, **given)), message=message
    )


def _change(slug: str, note_id: int, act: str) -> Response:
    visit = own_visit(slug)
    on = queries.updates_of(visit.id, [note_id])
    change, message = _ACTS[act]
    change(visit.id, reporter().id, note_id)
    if responses.wants_fragment():
        lists = make_response(_lists(visit, *on))
        return responses.trigger(lists, message=_(message))
    return responses.back_to_desk(visit, _(message), "notes")


@bp.post("/visits/<slug>/notes/<int:note_id>/resolve")
def resolve_note(slug: str, note_id: int) -> Response:
    return _change(slug, note_id, "resolve")


@bp.post("/visits/<slug>/notes/<int:note_id>/reopen")
def reopen_note(slug: str, note_id: int) -> Response:
    return _change(slug, note_id, "reopen")


@bp.post("/visits/<slug>/notes/<int:note_id>/delete")
def delete_note(slug: str, note_id: int) -> Response:
    return _change(slug, note_id, "delete")


def _about(visit: Visit) -> Update | None:
    """The update that the request names, if the account may write notes on it."""
    public_id = request.values.get("update", "")
    if not public_id:
        return None
    found = desk.update(visit.id, public_id) or abort(404, _("There is no such update in this visit."))
    require(may_note, found)
    return found


def _lists(visit: Visit, *updates: str) -> str:
    """The lists as they are now, which take the places of those on the page."""
    parts = [*note_fragments.of_visit(visit, reporter())]
    for public_id in filter(None, updates):
        parts += note_fragments.on_update(visit, public_id, reporter())
    return "".join(parts)


def _said(written: Written) -> str:
    """Confirms a note, and says whom it does not reach."""
    sentences = [_("The note is sent.")]
    if written.unknown:
        names = listed(written.unknown[:3])
        sentences.append(_("Nobody of the team is called %(names)s.", names=names))
    if written.ambiguous:
        names = listed(written.ambiguous[:3])
        sentences.append(_("Several colleagues are called %(names)s: give the whole name.", names=names))
    if written.unreached:
        names = listed(written.unreached[:3])
        sentences.append(_("%(names)s will see it once the text is published.", names=names))
    return gap().join(sentences)


def _is_from_menu() -> bool:
    return request.form.get("from") == FROM_MENU


def _back(visit: Visit, about: Update | None, note_id: int) -> str:
    """Where the form stood: the page of an update's notes or of its edit, or the desk."""
    back = request.form.get("back", "")
    if about and back == url_for("desk.update", slug=visit.slug, public_id=about.public_id):
        return f"{back}#n-{note_id}"
    if about and back == url_for("desk.notes", slug=visit.slug, update=about.public_id):
        return f"{back}#n-{note_id}"
    return url_for("desk.visit", slug=visit.slug, _anchor=f"n-{note_id}")
