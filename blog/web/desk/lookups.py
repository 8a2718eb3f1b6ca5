"""Finds what an address at the desk names, or answers 404; and 403 where the account may not work on it."""

from __future__ import annotations

from flask import abort

from blog.models import Update, Visit
from blog.queries import desk
from blog.web.desk.auth import reporter
from blog.web.lookups import visit_or_404


def own_visit(slug: str) -> Visit:
    """The visit of an address, if the account that is signed in belongs to its team."""
    found = visit_or_404(slug)
    if not reporter().may_write_to(found.id):
        abort(403, "Your account does not belong to this visit. Ask an administrator to add you to it.")
    return found


def own_update(visit: Visit, public_id: str) -> Update:
    """An update that the account may change, whatever its state."""
    update = desk.update(visit.id, public_id) or abort(404, "There is no such update in this visit.")
    if update.author_id != reporter().id and not reporter().edits:
        abort(403, "This update is somebody else's: an editor can change it.")
    return update
