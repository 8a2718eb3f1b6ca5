"""Sets, changes and clears the banner of a visit, or holds it under an embargo."""

from __future__ import annotations

from flask import g, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Visit
from blog.permissions import may_set_banner
from blog.queries import stream, visits
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, cleared_banner, panels, times
from blog.web.desk.auth import reporter, require
from blog.web.desk.lookups import own_visit
from blog.web.desk.panels import redisplays_panel


@bp.post("/visits/<slug>/banner", endpoint="banner")
@redisplays_panel("banner")
def set_banner(slug: str) -> Response:
    visit = own_visit(slug, is_whole=False)
    if panels.keeps_theirs():
        return panels.theirs_kept("banner", slug)
    if request.form.get("embargo", "").strip():
        return _hold(visit)
    form, place, expires_at = request.form, None, None
    if form.get("expires_at", "").strip():
        place, banner = visit.here, visits.banner_of(visit.id)
        expires_at = banner.expires_at if banner else None
    newsroom.banner.set_banner(
        visit.id,
        reporter().id,
        form.get("text", ""),
        level=form.get("level", "breaking"),
        update=form.get("update", ""),
        expires_at=times.parse("expires_at", place, expires_at),
        version=_version(),
    )
    message = times.with_ambiguity(_("The banner is set."), place, expires_at)
    return panels.saved("banner", slug, message)


def _hold(visit: Visit) -> Response:
    form, embargo_id = request.form, request.form["embargo"].strip()
    newsroom.banner.hold_banner(
        visit.id,
        reporter().id,
        embargo_id,
        form.get("text", ""),
        level=form.get("level", "breaking"),
        update=form.get("update", ""),
        expires_at=times.parse("expires_at", visit.here),
        version=form.get(f"held-{embargo_id}"),
    )
    message = times.with_ambiguity(_("The banner is under embargo. Readers see it with the release."), visit.here)
    return panels.saved("banner", visit.slug, message)


@bp.get("/visits/<slug>/banner/updates")
def linkable(slug: str) -> str:
    """The updates that a banner may link to by now, for a form that has been open for a while."""
    visit = own_visit(slug)
    require(may_set_banner, visit)
    g.pop("desk_session", None)  # an open form extends no session
    recent = stream.front(visit).updates
    return render_template("desk/panels/_banner_updates.html", visit=visit, recent=recent, chosen="")


@bp.post("/visits/<slug>/banner/clear")
@redisplays_panel("banner")
def clear_banner(slug: str) -> Response:
    visit = own_visit(slug, is_whole=False)
    banner = visits.banner_of(visit.id)
    fields = cleared_banner.fields(banner, visit) if banner else None
    newsroom.banner.clear_banner(visit.id, reporter().id, version=_version(), note_text=request.form.get("note", ""))
    cleared_banner.remember(fields)
    return panels.saved("banner", slug, _("The banner was cleared."))


def _version() -> int | None:
    """The version of the banner in the form; pages from before an upgrade call it `seq`."""
    return whole_number(request.form.get("version") or request.form.get("seq", ""))
