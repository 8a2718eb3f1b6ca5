"""Removes every wording of an update for good: asks for a reason, shows what will happen, and only then does it."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import State, Update, Visit
from blog.newsroom import posts
from blog.permissions import may_purge
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays

ADDRESS = "/visits/<slug>/updates/<public_id>/purge"
_NEEDED = "Say why it is removed: readers see this sentence in its place."


def _first_step(form: Form | None, slug: str, public_id: str) -> str:
    return _page(*_load(slug, public_id), form)


@bp.get(ADDRESS, endpoint="purge_form")
def ask(slug: str, public_id: str) -> str:
    """The first step: what goes, what stays, and the reason."""
    return _first_step(None, slug, public_id)


@bp.post(f"{ADDRESS}/sure", endpoint="purge_sure")
@redisplays(_first_step)
def ask_again(slug: str, public_id: str) -> str:
    """The second step: the line that will stand in its place, and the button that does it."""
    visit, update = _load(slug, public_id)
    note = posts.check_note(request.form.get("note", ""), needed=_NEEDED if update.number else "")
    return _page(visit, update, Form({"note": note}), sure=True)


@bp.post(ADDRESS)
@redisplays(_first_step)
def purge(slug: str, public_id: str) -> Response:
    visit = own_visit(slug)
    newsroom.updates.purge(visit.id, reporter().id, public_id, request.form.get("note", ""))
    return responses.back_to_desk(visit, "Removed for good. Nothing can bring it back.", f"u-{public_id}")


def _load(slug: str, public_id: str) -> tuple[Visit, Update]:
    visit = own_visit(slug)
    require(may_purge, visit)
    update = own_update(visit, public_id)
    return visit, update if update.state is not State.PURGED else abort(404, "This update was removed already.")


def _page(visit: Visit, update: Update, form: Form | None, *, sure: bool = False) -> str:
    return render_template("desk/purge.html", visit=visit, update=update, form=form, sure=sure)
