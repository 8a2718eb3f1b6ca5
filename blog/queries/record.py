"""The visit's record of itself: every wording of an update, and everything that was put right or taken back."""

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
from blog.queries.filters import Filter, narrowed

WORDINGS_SHOWN = 20
ENTRIES_SHOWN = 25

_TAKEN_DOWN = (State.WITHDRAWN, State.PURGED)


@dataclass(frozen=True)
class Entry:
    """Something that was put right: by another wording of an update (with the one before it), or by taking it down."""

    at: datetime
    update: Update
    revision: Revision | None = None
    before: Revision | None = None


@dataclass(frozen=True)
class Entries:
    """A page of a visit's record, newest first; `more` when there are older ones."""

    entries: Sequence[Entry]
    page: int
    more: bool


@dataclass(frozen=True)
class Counts:
    """How often a visit put something right, and how."""

    corrections: int
    standings: int
    withdrawals: int

    @property
    def all(self) -> int:
        """How many entries the whole record has."""
        return self.corrections + self.standings + self.withdrawals


def wordings(update: Update, below: int | None = None) -> Sequence[Revision]:
    """The published wordings of an update, newest first, or those before number `below`; one more than are shown."""
    wanted = select(Revision).where(Revision.update_id == update.id).order_by(Revision.number.desc())
    if below is not None:
        wanted = wanted.where(Revision.number < below)
    return db.session.scalars(wanted.limit(WORDINGS_SHOWN + 1).options(undefer_group("wording"))).all()


def is_wording(update: Update, number: int) -> bool:
    """Whether one of the published wordings of an update has this number, and an older one is below it."""
    wanted = select(Revision.number).where(Revision.update_id == update.id, Revision.number.in_((number, number - 1)))
    return len(db.session.scalars(wanted).all()) == 2


def corrections(visit_id: int, page: int = 1) -> Entries:
    """What a visit corrected, withdrew, or came to hold for more or less firm."""
    most = page * ENTRIES_SHOWN
    reworded = db.session.scalars(
        _reworded(select(Revision), visit_id)
        .options(undefer_group("wording"), joinedload(Revision.update).joinedload(Update.stop))
        .order_by(Revision.at.desc(), Revision.seq.desc())
        .limit(most + 1)
    ).all()
    gone = db.session.scalars(
        _gone(select(Update), visit_id)
        .options(joinedload(Update.stop))
        .order_by(Update.withdrawn_at.desc(), Update.number.desc())
        .limit(most + 1)
    ).all()
    found = [Entry(revision.at, revision.update, revision) for revision in reworded]
    found += [Entry(update.withdrawn_at, update) for update in gone if update.withdrawn_at]
    found.sort(key=lambda entry: entry.at, reverse=True)
    return Entries(_with_earlier(found[most - ENTRIES_SHOWN : most]), page, len(found) > most)


def put_right(visit_id: int, wanted: Filter, most: int) -> list[str]:
    """The public ids of the updates that were corrected or came to another standing last, newest change first."""
    changed = _reworded(select(Update.public_id).select_from(Revision), visit_id)
    newest = narrowed(changed, visit_id, wanted).order_by(Revision.at.desc(), Revision.seq.desc()).limit(most)
    return list(dict.fromkeys(db.session.scalars(newest)))


def taken_down(visit_id: int, most: int) -> Sequence[Update]:
    """What was withdrawn or removed last, newest first."""
    newest = _gone(select(Update), visit_id).order_by(Update.withdrawn_at.desc(), Update.number.desc())
    return db.session.scalars(newest.limit(most)).all()


def counts(visit_id: int) -> Counts:
    """Counts a visit's whole record."""
    corrected = func.count(case((Revision.change == EditKind.CORRECTION, 1)))
    firmer = func.count(case((Revision.change != EditKind.CORRECTION, 1)))
    row = db.session.execute(_reworded(select(corrected, firmer).select_from(Revision), visit_id)).one()
    gone = db.session.scalars(_gone(select(func.count()).select_from(Update), visit_id)).one()
    return Counts(row[0], row[1], gone)


def _with_earlier(found: Sequence[Entry]) -> Sequence[Entry]:
    """The same with the wording that each took the place of, all in one statement."""
    wanted = [(entry.revision.update_id, entry.revision.number - 1) for entry in found if entry.revision]
    if not wanted:
        return found
    pairs = select(Revision).where(tuple_(Revision.update_id, Revision.number).in_(wanted))
    earlier = {(r.update_id, r.number): r for r in db.session.scalars(pairs.options(undefer_group("wording")))}
    return [
        Entry(entry.at, entry.update, r, earlier.get((r.update_id, r.number - 1))) if (r := entry.revision) else entry
        for entry in found
    ]


def _reworded(statement: Any, visit_id: int) -> Any:
    # Plus nothing: SQLite, which knows little of its tables, then begins with the few wordings that are on record, and
    # not with every update of the visit.
    published = (Update.visit_id + 0 == visit_id, Update.state == State.PUBLISHED)
    return statement.join(Update, Update.id == Revision.update_id).where(ON_RECORD, *published)


def _gone(statement: Any, visit_id: int) -> Any:
    return statement.where(Update.visit_id == visit_id, Update.withdrawn_at.is_not(None), Update.state.in_(_TAKEN_DOWN))
