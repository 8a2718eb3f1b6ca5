"""Two accounts of the same talks, side by side: what each delegation issued and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from blog.models import Delegation, Kind, Update, Visit
from blog.queries import stream
from blog.web import pages
from blog.web.load import visit_or_404
from blog.web.reader import bp

SHOWN = 40
# Side by side, more than these are too narrow to be read.
COLUMNS = 4


@dataclass(frozen=True)
class Accounts:
    """What was issued of one kind, newest first, each with its column (None for what no side issued)."""

    kind: Kind
    updates: Sequence[tuple[Update, int | None]]
    silent: Sequence[tuple[Delegation, int]]
    full: bool


@bp.get("/live/<slug>/readouts")
def readouts(slug: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _page(visit_or_404(slug)))


def _page(visit: Visit) -> str:
    wanted = request.args.get("topic", "")
    topic = next((topic for topic in visit.topics if topic.slug == wanted), None)
    found = {kind: stream.of_kind(visit.id, kind, wanted, SHOWN) for kind in (Kind.READOUT, Kind.STATEMENT)}
    sides = _sides(visit, [update for updates in found.values() for update in updates])
    return render_template(
        "readouts/page.html",
        visit=visit,
        topic=topic,
        asked=wanted,
        sides=sides,
        parts=[_accounts(kind, updates, sides) for kind, updates in found.items()],
        canonical=url_for("reader.readouts", slug=visit.slug, topic=topic.slug if topic else None, _external=True),
    )


def _sides(visit: Visit, updates: Sequence[Update]) -> Sequence[Delegation]:
    """The delegations that have a column: all, or where there are many those that said something first."""
    speaking = {update.speaker.delegation_id for update in updates if update.speaker}
    if len(visit.delegations) <= COLUMNS:
        return visit.delegations
    return sorted(visit.delegations, key=lambda side: side.id not in speaking)[:COLUMNS]


def _accounts(kind: Kind, updates: Sequence[Update], sides: Sequence[Delegation]) -> Accounts:
    columns = {side.id: number for number, side in enumerate(sides, 1)}
    placed = [(update, columns.get(update.speaker.delegation_id) if update.speaker else None) for update in updates]
    taken = {column for _, column in placed}
    silent = [(side, number) for number, side in enumerate(sides, 1) if number not in taken]
    return Accounts(kind, placed, silent, full=len(updates) == SHOWN)
