"""API operations that read what waits at the desk: drafts, what was handed in, scheduled or held."""

from __future__ import annotations

from typing import Any

from flask import Response, abort

from blog.permissions import may_read_drafts
from blog.queries import desk
from blog.schemas.base import dumped
from blog.translation import _
from blog.web.api import own_updates, responses, writing
from blog.web.api.authentication import account, own_visit
from blog.web.api.own_updates import OwnUpdate, OwnUpdates
from blog.web.api.query_schemas import DraftsQuery


@writing.operation("GET", "/visits/<slug>/drafts", OwnUpdates, query=DraftsQuery)
def list_drafts(query: dict[str, Any], slug: str) -> Response:
    """What waits at the desk

    The account's drafts and what it handed in; for an editor also what others handed in, scheduled or hold. The newest
    first, and `next` leads to older ones. The key needs the scope `drafts`.
    """
    visit = own_visit(slug, may_read_drafts)
    most = query["limit"]
    found = desk.waiting_page(visit.id, account(), most + 1, query.get("before"))
    shown = found[:most]
    more = responses.next_address(query, before=shown[-1].id) if len(found) > most else None
    body = dumped(OwnUpdates(), {"updates": shown, "next": more})
    return writing.answer(body, headers=responses.link_to(more))


@writing.operation("GET", "/visits/<slug>/drafts/<public_id>", OwnUpdate)
def get_draft(slug: str, public_id: str) -> Response:
    """One text that waits

    As it is now, with its Markdown. Once it is published it is at `/updates/…`.
    """
    visit = own_visit(slug, may_read_drafts)
    found = desk.waiting_update(visit.id, account(), public_id)
    return own_updates.answer(found or abort(404, _("There is no such text waiting in this visit.")))
