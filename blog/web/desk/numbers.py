"""The numbers of a visit, for its team: who reads where, updates by hour, and the delay to readers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Response, g, make_response, render_template, request

from blog.models import ReaderPage, Visit
from blog.models.readership import DELAYS_MS, LONGER_MS, OTHER_SITES, minute_of, moment_of
from blog.newsroom.readership import KEPT
from blog.newsroom.transaction import current_time
from blog.queries import readership as queries
from blog.queries.readership import Span
from blog.text import clock
from blog.web.desk import bp, responses
from blog.web.desk.day_numbers import DayNumbers
from blog.web.desk.lookups import own_visit
from blog.wire.service import wire

# How long after the beginning of a minute every process has written what it counted then.
WRITTEN_AFTER = timedelta(seconds=15)
MOST_SITES_NOW = 5


@bp.get("/visits/<slug>/numbers")
def numbers(slug: str) -> Response:
    """A day, the present one unless another is asked for. An open page asks for the present numbers alone."""
    visit = own_visit(slug)
    present = _present(visit)
    if responses.wants_fragment():
        g.pop("desk_session", None)  # an open page extends no session
        return make_response(render_template("desk/numbers/_now.html", visit=visit, **present))
    today = clock.at(current_time(), _zone(visit)).date()
    day = clock.day_of(request.args.get("day", "").strip()) or today
    began = queries.began_at(visit.id)
    shown = render_template(
        "desk/numbers/page.html",
        visit=visit,
        day=day,
        today=today,
        first=min(clock.at(began, _zone(visit)).date() if began else today, today),
        numbers=DayNumbers(queries.of_day(visit.id, _span(visit, day))),
        kept_days=KEPT.days,
        is_kept=day > today - KEPT,  # of the day before that, a part is deleted already
        one_day=timedelta(days=1),
        longest=DELAYS_MS[-1],
        longer=LONGER_MS,
        **present,
    )
    return make_response(shown)


def _present(visit: Visit) -> dict[str, object]:
    """Who reads now, and by page and site as they were counted last."""
    minute = minute_of(current_time() - WRITTEN_AFTER)
    counted = queries.at_minute(visit.id, minute)
    return {
        "reading": wire().pump.presence.reading(visit.id),
        "counted_at": moment_of(minute),
        "counted": {page: sites.total() for page, sites in counted.items()},
        "other_sites": OTHER_SITES,
        "sites": counted[ReaderPage.FRAME].most_common(MOST_SITES_NOW),
    }


def _span(visit: Visit, day: date) -> Span:
    """The day by the clock of the place, which has 23 or 25 hours when clocks change."""
    begins, ends = (datetime.combine(each, time(), ZoneInfo(_zone(visit))) for each in (day, day + timedelta(days=1)))
    return Span.of(begins.astimezone(UTC), ends.astimezone(UTC), current_time())


def _zone(visit: Visit) -> str:
    return visit.here.zone if visit.here else "UTC"
