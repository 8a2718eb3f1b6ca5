"""Loads what an address at the desk names, or answers 404; 403 where the account may not work on it."""

from __future__ import annotations

from flask import abort, g

from blog.models import Update, Visit
from blog.permissions import may_edit, may_write
from blog.queries import desk, visits
from blog.translation import _
from blog.web.desk.auth import reporter, require
from blog.web.page_cache.decorators import NO_VISIT


def own_visit(slug: str, *, is_whole: bool = True) -> Visit:
    """The visit of an address, if the account that is signed in belongs to its team.

    Of a visit that is held nobody else learns that it exists. Unless `is_whole`, what belongs to it is loaded when
    first used.
    """
    found: Visit | None = None if is_whole else g.pop("visit_of_form", None)
    found = found or visits.known_by_slug(slug, reporter(), is_whole=is_whole)
    if found is None or not visits.is_known_to(found, reporter()):
        abort(404, _(NO_VISIT))
    require(may_write, found)
    return found


def own_update(visit: Visit, public_id: str, *, is_whole: bool = True) -> Update:
    """An update that the account may change, whatever its state.

    Unless `is_whole`, what its form shows besides is loaded when first used.
    """
    load = desk.update if is_whole else desk.update_alone
    update = load(visit.id, public_id) or abort(404, _("There is no such update in this visit."))
    require(may_edit, update)
    return update
