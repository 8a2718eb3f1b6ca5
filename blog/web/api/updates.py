"""API operations on updates: list the newest or what changed, get one, list its revisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response

from blog import work_queue
from blog.models import Speaker, Update, Visit
from blog.queries import changes, revisions, stream
from blog.schemas.base import dumped
from blog.web.api import query_schemas, responses
from blog.web.api.operations import operation
from blog.web.api.query_schemas import RevisionsQuery, UpdatesQuery
from blog.web.api.response_schemas import Revisions, Updates, empty_rename
from blog.web.api.response_schemas import Update as UpdateSchema
from blog.web.page_cache.arguments import Params
from blog.web.page_cache.responses import SameAs
from blog.wire.log import Cursor


@operation("/visits/<slug>/updates", Updates, query=UpdatesQuery, fails=(404, 410))
def list_updates(query: dict[str, Any], slug: str) -> Response:
    """The updates of a visit

    Without `after`: the newest first, and `next` leads to older ones. With `after`: the updates that changed after that
    cursor, as they are now, oldest first, and `next` leads to more changes. An update that changed ten times is listed
    once. When `next` is null you have everything: keep `cursor`, and ask for what comes after it whenever you like.
    """
    return responses.visit_response(slug, query, _changed if "after" in query else _newest)


@operation("/visits/<slug>/updates/<public_id>", UpdateSchema, fails=(404,))
def get_update(query: dict[str, Any], slug: str, public_id: str) -> Response:
    """One update

    As it is now. When it was withdrawn, or purged for legal reasons, its text is gone and the reason remains.
    """
    return responses.update_response(slug, public_id, query, lambda _visit, update, _: dumped(UpdateSchema(), update))


@operation(
    "/visits/<slug>/updates/<public_id>/revisions",
    Revisions,
    query=RevisionsQuery,
    fails=(404,),
)
def list_revisions(query: dict[str, Any], slug: str, public_id: str) -> Response:
    """The revisions of an update

    Every wording that was ever published, the newest first. A withdrawn update has none.
    """

    def build(_visit: Visit, update: Update, params: Params) -> Any:
        before = query_schemas.before(params)
        if before and not (update.is_public and revisions.has_older(update, before)):
            raise SameAs({})
        found = revisions.of_update(update, before) if update.is_public else []
        shown = found[: revisions.PAGE_SIZE]
        more = responses.next_address(params, before=shown[-1].number) if len(found) > len(shown) else None
        return dumped(Revisions(), {"revisions": shown, "next": more})

    return responses.update_response(slug, public_id, query, build)


def _newest(visit: Visit, params: Params) -> Any:
    before, most = query_schemas.before(params), query_schemas.limit(params)
    if before and before > visit.published:
        raise SameAs({name: value for name, value in params.items() if name != "before"})
    found = stream.newest(visit.id, query_schemas.filter_of(params), most + 1, stream.whole, before)
    shown = found[:most]
    more = responses.next_address(params, before=shown[-1].number) if len(found) > len(shown) else None
    updates = work_queue.in_slices(shown)
    return dumped(
        Updates(),
        {"cursor": visit.cursor, "updates": updates, "renamed": empty_rename(), "next": more},
    )


def _changed(visit: Visit, params: Params) -> Any:
    after = query_schemas.after(params)
    assert after
    steps = changes.changed_updates(visit, after.seq, query_schemas.limit(params))
    cursor = Cursor(visit.epoch, steps.seq)
    more = responses.next_address(params, after=cursor) if cursor.seq < visit.head else None
    renamed = {
        "stops": [stop for stop in visit.stops if stop.key in steps.renamed["stop"]],
        "speakers": [one for one in _speakers(visit) if one.key in steps.renamed["speaker"]],
        "delegations": [side for side in visit.delegations if side.key in steps.renamed["delegation"]],
        "topics": [topic for topic in visit.topics if topic.slug in steps.renamed["topic"]],
    }
    body = {"cursor": cursor, "updates": work_queue.in_slices(steps.updates), "renamed": renamed, "next": more}
    return dumped(Updates(), body)


def _speakers(visit: Visit) -> Iterator[Speaker]:
    for side in visit.delegations:
        yield from side.speakers
