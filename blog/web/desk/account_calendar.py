"""One's own private calendar: its address on the page of the account, and the calendar at that address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, make_response, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.queries import assignments
from blog.translation import _
from blog.web import calendars, languages
from blog.web.desk import account, bp
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.limits import POSTS


def inputs(token: str = "") -> Mapping[str, Any]:
    """What the page of the account shows of the calendar. The address is shown only to who has just made it."""
    made = url_for("desk.calendar", token=token, _external=True) if token else ""
    return {"calendar_address": made, "calendar_made_at": assignments.address_made_at(reporter().id)}


@bp.post("/account/calendar")
@limiter.limit(POSTS, key_func=rate_limit_key)
def renew_calendar() -> Response:
    token = newsroom.calendar_addresses.renew(reporter().id)
    return make_response(account.page(calendar=inputs(token)), 201)


@bp.post("/account/calendar/end")
@limiter.limit(POSTS, key_func=rate_limit_key)
def end_calendar() -> Response:
    newsroom.calendar_addresses.end(reporter().id)
    return account.back(_("Calendar address removed."), "calendar")


@bp.get("/calendar/<token>.ics")
def calendar(token: str) -> Response:
    owner = assignments.owner_of(token) or abort(404)
    languages.speak(owner.lang)
    name = _("What %(name)s covers", name=owner.name)
    answer = Response(calendars.of_colleague(name, assignments.of(owner)), mimetype=calendars.MIMETYPE)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
