"""Updates: the newest, what changed after a cursor, one of them, and its wordings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response

from blog import work_queue
from blog.models import Speaker, Update, Visit
from blog.queries import changes, record, stream
from blog.web.api import answers, asks, wording
from blog.web.api.given import dumped
from blog.web.api.operations import reads
from blog.web.page_cache.arguments import Asked
from blog.web.page_cache.responses import SameAs
from blog.wire.log import Cursor

_NOTHING: dict[str, Any] = {"stops": [], "speakers": [], "delegations": [], "topics": []}


@reads("/visits/<slug>/updates", wording.Updates, asks=asks.UpdatesAsked, fails=(404, 410))
def list_updates(asked: dict[str, Any], slug: str) -> Response:
    """The updates of a visit

    Without `after`: the newest first, and `next` leads to older ones. With `after`: what changed after that cursor, as
    it is now, oldest first, and `next` leads to more changes. Ten edits in between are one update. Where `next` is null
    you have everything: keep `cursor`, and ask for what comes after it when you like.
    """
    return answers.of_visit(slug, asked, _changed if "after" in asked else _newest)


@reads("/visits/<slug>/updates/<public_id>", wording.Update, fails=(404,))
def get_update(asked: dict[str, Any], slug: str, public_id: str) -> Response:
    """One update

    As it is now. Of one that was withdrawn, or removed for legal reasons, the words are gone and the reason is left.
    """
    return answers.of_update(slug, public_id, asked, lambda _visit, update, _: dumped(wording.Update(), update))


@reads("/visits/<slug>/updates/<public_id>/revisions", wording.Revisions, asks=asks.RevisionsAsked, fails=(404,))
def list_revisions(asked: dict[str, Any], slug: str, public_id: str) -> Response:
    """The wordings of an update

    Every wording that was ever published, the newest first. None of an update that was withdrawn.
    """

    def given(_visit: Visit, update: Update, asked: Asked) -> Any:
        before = asks.before(asked)
        if before and not (update.is_public and record.is_wording(update, before)):
            raise SameAs({})
        found = record.wordings(update, before) if update.is_public else []
        shown = found[: record.WORDINGS_SHOWN]
        more = answers.onwards(asked, before=shown[-1].number) if len(found) > len(shown) else None
        return dumped(wording.Revisions(), {"revisions": shown, "next": more})

    return answers.of_update(slug, public_id, asked, given)


def _newest(visit: Visit, asked: Asked) -> Any:
    before, most = asks.before(asked), asks.limit(asked)
    if before and before > visit.published:
        raise SameAs({name: value for name, value in asked.items() if name != "before"})
    found = stream.newest(visit.id, asks.chosen(asked), most + 1, before)
    shown = found[:most]
    more = answers.onwards(asked, before=shown[-1].number) if len(found) > len(shown) else None
    updates = work_queue.in_slices(shown)
    return dumped(wording.Updates(), {"cursor": visit.cursor, "updates": updates, "renamed": _NOTHING, "next": more})


def _changed(visit: Visit, asked: Asked) -> Any:
    after = asks.start(asked)
    assert after
    steps = changes.changed(visit, after.seq, asks.limit(asked))
    cursor = Cursor(visit.epoch, steps.seq)
    more = answers.onwards(asked, after=cursor) if cursor.seq < visit.head else None
    renamed = {
        "stops": [stop for stop in visit.stops if stop.key in steps.renamed["stop"]],
        "speakers": [one for one in _speakers(visit) if one.key in steps.renamed["speaker"]],
        "delegations": [side for side in visit.delegations if side.key in steps.renamed["delegation"]],
        "topics": [topic for topic in visit.topics if topic.slug in steps.renamed["topic"]],
    }
    body = {"cursor": cursor, "updates": work_queue.in_slices(steps.updates), "renamed": renamed, "next": more}
    return dumped(wording.Updates(), body)


def _speakers(visit: Visit) -> Iterator[Speaker]:
    for side in visit.delegations:
        yield from side.speakers
