"""The log of a visit's desk: what its team did, and what the site did at its time, read as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask import Response, abort, g, make_response, render_template, request

from blog.models import Visit
from blog.queries import desk_log as queries
from blog.queries.desk_log import LogQuery, Position
from blog.queries.desk_log_entries import Entry
from blog.text import clock
from blog.translation import _
from blog.web.desk import bp, log_sentences, responses
from blog.web.desk.auth import reporter
from blog.web.desk.lookups import own_visit


@bp.get("/visits/<slug>/log")
def log(slug: str) -> Response:
    """The log, newest first. `before` and `after` are positions: the earlier entries, or how many are newer."""
    visit = own_visit(slug)
    asked = LogQuery(request.args.get("by", "").strip().lower(), request.args.get("about", "").strip())
    before, after = _position("before"), _position("after")
    chosen = {name: value for name, value in vars(asked).items() if value}
    if after and responses.wants_fragment():
        g.pop("desk_session", None)  # an open page extends no session
        count = queries.newer(visit, reporter(), asked, after)
        shown = render_template("desk/log/_newer.html", visit=visit, chosen=chosen, newer=count)
        return make_response(shown if count else "", 200 if count else 204)
    found = queries.page(visit, reporter(), asked, before)
    is_more = before is not None and responses.wants_fragment()
    shown = render_template(
        "desk/log/_entries.html" if is_more else "desk/log/page.html",
        visit=visit,
        chosen=chosen,
        days=_days(visit, found.entries),
        earlier=found.earlier,
        began=request.args.get("day", "") if is_more else "",  # its heading stands above what is there already
        before=before,
        end=Position.end_of(visit),
        people=[] if is_more else queries.people(visit.id),
        kinds=log_sentences.KINDS,
        sentence_of=log_sentences.sentence_of,
    )
    return make_response(shown)


def _days(visit: Visit, entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    """The entries by day, in the time zone where the visit is."""
    zone = visit.here.zone if visit.here else "UTC"
    return [(day, list(those)) for day, those in groupby(entries, lambda entry: clock.at(entry.at, zone).date())]


def _position(name: str) -> Position | None:
    if name not in request.args:
        return None
    return Position.parse(request.args[name]) or abort(404, _("The log has no such page."))
