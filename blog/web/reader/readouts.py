"""What the sides say, compared by topic, and their readouts and statements in full, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from blog.models import Delegation, Kind, Update, Visit
from blog.queries import comparison, stream
from blog.queries.filters import Filter
from blog.web.lookups import visit_or_404
from blog.web.page_cache.arguments import TOPIC, Params
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.reader import bp

SHOWN = 40
# More columns would be too narrow to read.
COLUMNS = 4


@dataclass(frozen=True)
class Accounts:
    """The updates of one kind, newest first, each with the column of its side (None for those of no single side)."""

    kind: Kind
    updates: Sequence[tuple[Update, int | None]]
    silent: Sequence[tuple[Delegation, int]]
    full: bool


@bp.get("/live/<slug>/readouts")
@cached_for_visit(arguments=(TOPIC,))
def readouts(slug: str, params: Params) -> str:
    visit, wanted = visit_or_404(slug), params.get("topic", "")
    topic = next((topic for topic in visit.topics if topic.slug == wanted), None)
    found = {kind: stream.of_kind(visit.id, kind, wanted, SHOWN) for kind in (Kind.READOUT, Kind.STATEMENT)}
    sides = _sides(visit, [update for updates in found.values() for update in updates])
    return render_template(
        "readouts/page.html",
        visit=visit,
        topic=topic,
        topic_slug=wanted,
        sides=sides,
        compared=comparison.rows(visit, sides, visit.topics if not wanted else [topic] if topic else []),
        parts=[_accounts(visit, wanted, kind, updates, sides) for kind, updates in found.items()],
        canonical=url_for("reader.readouts", slug=visit.slug, topic=topic.slug if topic else None, _external=True),
    )


def _sides(visit: Visit, updates: Sequence[Update]) -> Sequence[Delegation]:
    """The delegations that get a column: all of them, or of many first those that said something."""
    speaking = {update.delegation_id for update in updates}
    if len(visit.delegations) <= COLUMNS:
        return visit.delegations
    return sorted(visit.delegations, key=lambda side: side.id not in speaking)[:COLUMNS]


def _accounts(visit: Visit, topic: str, kind: Kind, updates: Sequence[Update], sides: Sequence[Delegation]) -> Accounts:
    columns = {side.id: number for number, side in enumerate(sides, 1)}
    placed = [(update, columns.get(update.delegation_id or 0)) for update in updates]
    taken, full = {column for _, column in placed}, len(updates) == SHOWN

    def is_heard(side: Delegation) -> bool:
        """A side also counts as heard when its account is too old to be listed here."""
        wanted = Filter(kind=kind, topic=topic, delegation=side.key)
        return columns[side.id] in taken or (full and stream.exists(visit.id, wanted))

    silent = [(side, number) for number, side in enumerate(sides, 1) if not is_heard(side)]
    return Accounts(kind, placed, silent, full)
