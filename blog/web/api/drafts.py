"""API operations that read what waits at the desk: drafts, what was handed in, scheduled or held."""

from __future__ import annotations

from flask import Response, abort

from blog.permissions import may_read_drafts
from blog.queries import desk
from blog.schemas.base import dumped
from blog.translation import _
from blog.web.api import own_updates, writing
from blog.web.api.authentication import account, own_visit
from blog.web.api.own_updates import OwnUpdate, OwnUpdates


@writing.operation("GET", "/visits/<slug>/drafts", OwnUpdates)
def list_drafts(slug: str) -> Response:
    """What waits at the desk

    The account's drafts and what it handed in; for an editor also what others handed in, scheduled or hold. At most
    the newest 50. The key needs the scope `drafts`.
    """
    visit = own_visit(slug, may_read_drafts)
    return writing.answer(dumped(OwnUpdates(), {"updates": desk.waiting(visit.id, account())}))


@writing.operation("GET", "/visits/<slug>/drafts/<public_id>", OwnUpdate)
def get_draft(slug: str, public_id: str) -> Response:
    """One text that waits

    As it is now, with its Markdown. Once it is published it is at `/updates/…`.
    """
    visit = own_visit(slug, may_read_drafts)
    found = desk.waiting_update(visit.id, account(), public_id)
    return own_updates.answer(found or abort(404, _("There is no such text waiting in this visit.")))
