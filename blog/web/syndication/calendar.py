"""The calendar of a visit, for the calendars of readers."""

from __future__ import annotations

from blog.web import calendars
from blog.web.lookups import visit_or_404
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.syndication import bp


@bp.get("/live/<slug>/itinerary.ics")
@cached_for_visit(mimetype=calendars.MIMETYPE)
def calendar(slug: str) -> str:
    return calendars.of_visit(visit_or_404(slug))
