"""The page of API keys: one's own, and for admins those of all accounts. A token is shown once, when it is made."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flask import Response, flash, make_response, render_template, request, url_for

from blog import newsroom
from blog.models import ApiKey, Role, Scope
from blog.models.visit import now
from blog.newsroom.errors import Invalid
from blog.queries import api_keys, visits
from blog.translation import N_, _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.fresh import fresh
from blog.web.desk.redisplay import redisplays

# What each scope lets a program do, as its checkbox says it.
SCOPES = {
    Scope.DRAFTS: N_("Read drafts and what waits"),
    Scope.WRITE: N_("Write drafts, hand in, add pictures and notes"),
    Scope.PUBLISH: N_("Publish, change and withdraw updates"),
    Scope.BANNER: N_("Set and clear the banner"),
    Scope.SET_UP: N_("Set up visits"),
}


def _page(form: Form | None, made: ApiKey | None = None, token: str = "") -> str:
    account = reporter()
    listed = api_keys.listed(None if account.role >= Role.ADMIN else account.id)
    return render_template(
        "desk/keys/page.html",
        own=[key for key in listed if key.reporter_id == account.id],
        others=[key for key in listed if key.reporter_id != account.id],
        at=now(),
        made=made,
        token=token,
        sent={"new": form} if form else {},
        scopes=SCOPES,
        visits=visits.writable_by(account),
    )


@bp.get("/keys")
@fresh
def keys() -> str:
    return _page(None)


@bp.post("/keys")
@fresh
@redisplays(_page)
def make_key() -> Response:
    """Makes a key; its token is on the page that answers, and nowhere else."""
    form = request.form
    made, token = newsroom.api_keys.make(
        reporter().id,
        name=form.get("name", ""),
        scopes=form.getlist("scopes"),
        visits=form.getlist("visits") or None,
        expires_at=_expiry(form.get("expires", "").strip()),
    )
    return make_response(_page(None, made, token), 201)


@bp.post("/keys/<prefix>/revoke")
@fresh
def revoke_key(prefix: str) -> Response:
    newsroom.api_keys.revoke(prefix, reporter().id)
    flash(_("The key %(prefix)s… is revoked.", prefix=prefix))
    return responses.go_to(url_for("desk.keys"))


def _expiry(day: str) -> datetime | None:
    """The end of a day, in UTC. Raises Invalid."""
    if not day:
        return None
    try:
        return datetime.combine(datetime.fromisoformat(day).date() + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(expires=_("Write the day as 2027-01-31.")) from error
