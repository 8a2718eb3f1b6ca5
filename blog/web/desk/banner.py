"""Sets, changes and clears the banner of a visit."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.queries import visits
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, panels, times
from blog.web.desk.auth import reporter
from blog.web.desk.lookups import own_visit
from blog.web.desk.panels import redisplays_panel


@bp.post("/visits/<slug>/banner", endpoint="banner")
@redisplays_panel("banner")
def set_banner(slug: str) -> Response:
    visit = own_visit(slug)
    form, banner = request.form, visits.banner_of(visit.id)
    expires_at = banner.expires_at if banner else None
    newsroom.banner.set_banner(
        visit.id,
        reporter().id,
        form.get("text", ""),
        level=form.get("level", "breaking"),
        update=form.get("update", ""),
        expires_at=times.parse("expires_at", visit.here, expires_at),
        seq=whole_number(form.get("seq", "")),
    )
    message = times.with_ambiguity(_("The banner is set."), visit.here, expires_at)
    return panels.saved("banner", slug, message)


@bp.post("/visits/<slug>/banner/clear")
@redisplays_panel("banner")
def clear_banner(slug: str) -> Response:
    newsroom.banner.clear_banner(own_visit(slug).id, reporter().id)
    return panels.saved("banner", slug, _("The banner was cleared."))
