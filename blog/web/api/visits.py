"""Visits: all of them, one as a whole, and its log."""

from __future__ import annotations

from typing import Any

from flask import Response

from blog import work_queue
from blog.models import Visit
from blog.queries import changes, stream, visits
from blog.web.api import answers, asks, schemas
from blog.web.api.given import dumped
from blog.web.api.operations import reads
from blog.web.page_cache.arguments import Asked
from blog.web.page_cache.decorators import cached
from blog.web.page_cache.entries import Made
from blog.wire.log import Cursor


@reads("/visits", schemas.Visits)
def list_visits(_asked: dict[str, Any]) -> Response:
    """All visits

    Live ones first, then what begins soonest, then what ended last.
    """
    return _all_visits()


@cached(state=visits.state, mimetype=answers.MIMETYPE, is_exact=True)
def _all_visits() -> Made:
    return answers.made(dumped(schemas.Visits(), {"visits": visits.everything()}))


@reads("/visits/<slug>", schemas.Visit, fails=(404,))
def get_visit(asked: dict[str, Any], slug: str) -> Response:
    """A visit as a whole

    Where things stand, the banner, the itinerary, the sides with their speakers, and the topics.
    """
    return answers.of_visit(slug, asked, lambda visit, _: _whole(visit))


@reads("/visits/<slug>/events", schemas.Events, asks=asks.EventsAsked, fails=(404, 410))
def list_events(asked: dict[str, Any], slug: str) -> Response:
    """The log of a visit

    Everything that readers could see change, in the order of the commits. Sequence numbers have no gap: work on a draft
    is no event. An event says that something changed, never in which words. Without `after` it is read from its
    beginning.
    """

    def given(visit: Visit, asked: Asked) -> Any:
        after = asks.start(asked)
        seq = after.seq if after else 0
        events = changes.events(visit.id, seq, asks.limit(asked))
        cursor = Cursor(visit.epoch, events[-1].seq if events else seq)
        more = answers.onwards(asked, after=cursor) if cursor.seq < visit.head else None
        return dumped(schemas.Events(), {"cursor": cursor, "events": work_queue.in_slices(events), "next": more})

    return answers.of_visit(slug, asked, given)


def _whole(visit: Visit) -> Any:
    banner, pinned = visits.banner_of(visit.id), stream.pinned(visit.id)
    beside = {
        "banner": dumped(schemas.Banner(), banner) if banner else None,
        "pinned": pinned.public_id if pinned else None,
    }
    return dumped(schemas.Visit(), visit) | beside
