"""Removes every wording of an update permanently, in two steps: asks for a reason, then for a confirmation."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import State, Update, Visit
from blog.permissions import may_purge
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.fresh import fresh
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays

ADDRESS = "/visits/<slug>/updates/<public_id>/purge"


def _first_step(form: Form | None, slug: str, public_id: str) -> str:
    return _page(*_load(slug, public_id), form)


@bp.get(ADDRESS, endpoint="purge_form")
def ask(slug: str, public_id: str) -> str:
    """The first step: what will be removed, what stays, and the reason."""
    return _first_step(None, slug, public_id)


@bp.post(f"{ADDRESS}/sure", endpoint="purge_sure")
@fresh
@redisplays(_first_step)
def ask_again(slug: str, public_id: str) -> str:
    """The second step: shows the line that will take its place, and asks again."""
    visit, update = _load(slug, public_id)
    note = newsroom.updates.check_purge_note(update, request.form.get("note", ""))
    return _page(visit, update, Form({"note": note}), sure=True)


@bp.post(ADDRESS)
@fresh
@redisplays(_first_step)
def purge(slug: str, public_id: str) -> Response:
    visit = own_visit(slug)
    newsroom.updates.purge(visit.id, reporter().id, public_id, request.form.get("note", ""))
    return responses.back_to_update(visit, _("Removed permanently. This cannot be undone."), public_id)


def _load(slug: str, public_id: str) -> tuple[Visit, Update]:
    visit = own_visit(slug)
    require(may_purge, visit)
    update = own_update(visit, public_id)
    return visit, update if update.state is not State.PURGED else abort(404, _("This update was already removed."))


def _page(visit: Visit, update: Update, form: Form | None, *, sure: bool = False) -> str:
    return render_template("desk/update/purge.html", visit=visit, update=update, form=form, sure=sure)
