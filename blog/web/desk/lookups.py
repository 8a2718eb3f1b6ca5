"""Loads what an address at the desk names, or answers 404; 403 where the account may not work on it."""

from __future__ import annotations

from flask import abort

from blog.models import Update, Visit
from blog.permissions import may_edit, may_write
from blog.queries import desk
from blog.translation import _
from blog.web.desk.auth import require
from blog.web.lookups import visit_or_404


def own_visit(slug: str) -> Visit:
    """The visit of an address, if the account that is signed in belongs to its team."""
    found = visit_or_404(slug)
    require(may_write, found)
    return found


def own_update(visit: Visit, public_id: str) -> Update:
    """An update that the account may change, whatever its state."""
    update = desk.update(visit.id, public_id) or abort(404, _("There is no such update in this visit."))
    require(may_edit, update)
    return update
