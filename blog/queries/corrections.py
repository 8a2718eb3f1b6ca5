"""What a visit corrected: edits marked as corrections, changes of standing, and updates that were taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, tuple_
from sqlalchemy.orm import joinedload, undefer_group

from blog.extensions import db
from blog.models import EditKind, Revision, State, Update
from blog.models.update import ON_RECORD
from blog.queries.filters import Filter, filtered

PAGE_SIZE = 25

_TAKEN_DOWN = (State.WITHDRAWN, State.PURGED)


@dataclass(frozen=True)
class Correction:
    """A revision with the one before it; or, with neither, that the update was taken down."""

    at: datetime
    update: Update
    revision: Revision | None = None
    before: Revision | None = None


@dataclass(frozen=True)
class CorrectionsPage:
    """A page of corrections, newest first; `more` when there are older ones."""

    corrections: Sequence[Correction]
    page: int
    more: bool


@dataclass(frozen=True)
class Counts:
    """How many corrections of each sort a visit made."""

    corrections: int
    standings: int
    withdrawals: int

    @property
    def all(self) -> int:
        """How many corrections there are on all pages together."""
        return self.corrections + self.standings + self.withdrawals


def page(visit_id: int, number: int = 1) -> CorrectionsPage:
    """A page of a visit's corrections, in three statements."""
    most = number * PAGE_SIZE
    revisions = db.session.scalars(
        _on_record(select(Revision), visit_id)
        .options(undefer_group("wording"), joinedload(Revision.update).joinedload(Update.stop))
        .order_by(Revision.at.desc(), Revision.seq.desc())
        .limit(most + 1)
    ).all()
    gone = db.session.scalars(
        _taken_down(select(Update), visit_id)
        .options(joinedload(Update.stop))
        .order_by(Update.withdrawn_at.desc(), Update.number.desc())
        .limit(most + 1)
    ).all()
    found = [Correction(revision.at, revision.update, revision) for revision in revisions]
    found += [Correction(update.withdrawn_at, update) for update in gone if update.withdrawn_at]
    found.sort(key=lambda correction: (correction.at, correction.revision is None), reverse=True)
    return CorrectionsPage(_with_earlier(found[most - PAGE_SIZE : most]), number, len(found) > most)


def corrected_ids(visit_id: int, wanted: Filter, most: int) -> list[str]:
    """The public ids of the updates that were corrected or changed their standing last, newest change first."""
    changed = _on_record(select(Update.public_id).select_from(Revision), visit_id)
    newest = filtered(changed, visit_id, wanted).order_by(Revision.at.desc(), Revision.seq.desc()).limit(most)
    return list(dict.fromkeys(db.session.scalars(newest)))


def taken_down(visit_id: int, most: int) -> Sequence[Update]:
    """The updates that were withdrawn or purged last, newest first."""
    newest = _taken_down(select(Update), visit_id).order_by(Update.withdrawn_at.desc(), Update.number.desc())
    return db.session.scalars(newest.limit(most)).all()


def counts(visit_id: int) -> Counts:
    """Counts all corrections of a visit."""
    corrected = func.count(case((Revision.change == EditKind.CORRECTION, 1)))
    restanding = func.count(case((Revision.change != EditKind.CORRECTION, 1)))
    row = db.session.execute(_on_record(select(corrected, restanding).select_from(Revision), visit_id)).one()
    gone = db.session.scalars(_taken_down(select(func.count()).select_from(Update), visit_id)).one()
    return Counts(row[0], row[1], gone)


def _with_earlier(found: Sequence[Correction]) -> Sequence[Correction]:
    """Adds to each correction the revision it replaced, in one statement."""
    wanted = [(one.revision.update_id, one.revision.number - 1) for one in found if one.revision]
    if not wanted:
        return found
    pairs = select(Revision).where(tuple_(Revision.update_id, Revision.number).in_(wanted))
    earlier = {(r.update_id, r.number): r for r in db.session.scalars(pairs.options(undefer_group("wording")))}
    return [
        Correction(one.at, one.update, r, earlier.get((r.update_id, r.number - 1))) if (r := one.revision) else one
        for one in found
    ]


def _on_record(statement: Any, visit_id: int) -> Any:
    # The "+ 0" keeps SQLite from starting at the visit's index: its planner would read every update of the visit
    # instead of the few revisions in the partial index.
    published = (Update.visit_id + 0 == visit_id, Update.state == State.PUBLISHED)
    return statement.join(Update, Update.id == Revision.update_id).where(ON_RECORD, *published)


def _taken_down(statement: Any, visit_id: int) -> Any:
    return statement.where(Update.visit_id == visit_id, Update.withdrawn_at.is_not(None), Update.state.in_(_TAKEN_DOWN))
