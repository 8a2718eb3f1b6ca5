"""Load or 404, and other ways in which a request names a thing."""

from __future__ import annotations

from dataclasses import fields

from flask import abort, request

from blog.models import State, Update, Visit
from blog.queries import stream, visits
from blog.queries.filters import Filter
from blog.web.words import macro

PERHAPS = "Perhaps the address was cut off or mistyped."


def visit_or_404(slug: str) -> Visit:
    """The visit of an address, whole."""
    return visits.by_slug(slug) or abort(404, f"There is no such visit. {PERHAPS}")


def update_or_404(visit: Visit, public_id: str) -> Update:
    """An update of the visit that readers may know of."""
    return stream.one(visit.id, public_id) or abort(404, f"There is no such update in this visit. {PERHAPS}")


def published_or_404(visit: Visit, public_id: str) -> Update:
    """An update whose words readers may see."""
    update = update_or_404(visit, public_id)
    return update if update.state is State.PUBLISHED else abort(404, "This update is not published any more.")


def known_or_404(visit: Visit, chosen: Filter) -> Filter:
    """What was chosen, for machines: a slip, or what was taken out of the visit, must not look like no news."""
    if sentence := macro("visit/_choice.html", "not_here", visit, chosen.args):
        abort(404, sentence)
    return chosen


def wanted() -> Filter:
    """What the address asks to see; words that mean nothing find nothing."""
    chosen = {field.name: request.args.get(field.name, "") for field in fields(Filter)}
    return Filter(**chosen | {"key": "1" if chosen["key"] == "1" else ""})
