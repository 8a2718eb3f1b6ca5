"""The team of a visit: who may write to it, and the forms with which an admin changes it."""

from __future__ import annotations

from flask import Response, abort, flash, render_template, request, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.permissions import may_set_team
from blog.queries import accounts
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import rate_limit_key, reporter, require
from blog.web.desk.lookups import own_visit
from blog.web.limits import POSTS


@bp.get("/visits/<slug>/team")
def team(slug: str) -> str:
    visit = own_visit(slug)
    members, others = accounts.members(visit.id), accounts.outsiders(visit.id)
    return render_template("desk/team/page.html", visit=visit, members=members, others=others)


@bp.post("/visits/<slug>/team")
@limiter.limit(POSTS, key_func=rate_limit_key)
def join_team(slug: str) -> Response:
    visit = own_visit(slug)
    require(may_set_team, visit)
    account = accounts.by_id(whole_number(request.form.get("account", "")) or 0) or abort(404)
    newsroom.team.add(visit.id, reporter().id, account.id)
    flash(_("%(name)s can write to this visit now.", name=account.name))
    return responses.go_to(url_for("desk.team", slug=slug))


@bp.post("/visits/<slug>/team/<int:account_id>/remove")
@limiter.limit(POSTS, key_func=rate_limit_key)
def leave_team(slug: str, account_id: int) -> Response:
    visit = own_visit(slug)
    require(may_set_team, visit)
    account = accounts.by_id(account_id) or abort(404)
    newsroom.team.remove(visit.id, reporter().id, account.id)
    flash(_("%(name)s no longer belongs to this team.", name=account.name))
    return responses.go_to(url_for("desk.team", slug=slug))
