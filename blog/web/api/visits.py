"""API operations on visits: list all, get one, list the events of its log."""

from __future__ import annotations

from typing import Any

from flask import Response

from blog import work_queue
from blog.models import Visit
from blog.queries import changes, comparison, engagements, stream, visits
from blog.schemas.base import dumped
from blog.schemas.visits import Banner
from blog.web.api import query_schemas, response_schemas, responses
from blog.web.api.operations import operation
from blog.web.page_cache.arguments import Params
from blog.web.page_cache.decorators import cached
from blog.web.page_cache.entries import Rendered
from blog.wire.log import Cursor


@operation("/visits", response_schemas.Visits)
def list_visits(_query: dict[str, Any]) -> Response:
    """All visits

    Live ones first, then what begins soonest, then what ended last.
    """
    return _all_visits()


@cached(state=visits.state, mimetype=responses.MIMETYPE, is_exact=True, speaks=False)
def _all_visits() -> Rendered:
    return responses.as_json(dumped(response_schemas.Visits(), {"visits": visits.everything()}))


@operation("/visits/<slug>", response_schemas.Visit, fails=(404,))
def get_visit(query: dict[str, Any], slug: str) -> Response:
    """A whole visit

    Where things stand, the banner, the itinerary, the delegations with their speakers, and the topics.
    """
    return responses.visit_response(slug, query, lambda visit, _: whole(visit))


@operation("/visits/<slug>/events", response_schemas.Events, query=query_schemas.EventsQuery, fails=(404, 410))
def list_events(query: dict[str, Any], slug: str) -> Response:
    """The log of a visit

    Every change that readers could see, in commit order. Sequence numbers have no gaps: work on a draft is not an
    event. An event says that something changed, but not how it reads now. Without `after`, the log from its beginning.
    """

    def build(visit: Visit, params: Params) -> Any:
        after = query_schemas.after(params)
        seq = after.seq if after else 0
        events = changes.events(visit.id, seq, query_schemas.limit(params))
        cursor = Cursor(visit.epoch, events[-1].seq if events else seq)
        more = responses.next_address(params, after=cursor) if cursor.seq < visit.head else None
        return dumped(
            response_schemas.Events(), {"cursor": cursor, "events": work_queue.in_slices(events), "next": more}
        )

    return responses.visit_response(slug, query, build)


@operation("/visits/<slug>/readouts", response_schemas.Readouts, fails=(404,))
def list_readouts(query: dict[str, Any], slug: str) -> Response:
    """What the sides say on each topic

    Passages of readouts and statements that editors marked with a topic, and which sides do not mention it.
    """

    def build(visit: Visit, _params: Params) -> Any:
        rows = comparison.rows(visit, visit.delegations, visit.topics)
        return dumped(response_schemas.Readouts(), {"topics": work_queue.in_slices(rows)})

    return responses.visit_response(slug, query, build)


@operation("/visits/<slug>/schedule", response_schemas.Schedule, fails=(404,))
def list_schedule(query: dict[str, Any], slug: str) -> Response:
    """The schedule of a visit

    What is planned for each day at each stop, what was moved or cancelled, and whom of the press it admits.
    """

    def build(visit: Visit, _params: Params) -> Any:
        planned = engagements.of_visit(visit.id)
        return dumped(response_schemas.Schedule(), {"engagements": work_queue.in_slices(planned)})

    return responses.visit_response(slug, query, build)


def whole(visit: Visit) -> Any:
    """A whole visit with its banner and the id of its pinned update."""
    banner, pinned = visits.banner_of(visit.id), stream.pinned(visit.id)
    beside = {
        "banner": dumped(Banner(), banner) if banner else None,
        "pinned": pinned.public_id if pinned else None,
    }
    return dumped(response_schemas.Visit(), visit) | beside
