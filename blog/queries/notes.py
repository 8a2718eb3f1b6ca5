"""Notes to the desk, as an account may read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from blog.extensions import db
from blog.models import DeskNote, Reporter, Update
from blog.permissions import readable_notes

OPEN_SHOWN, RESOLVED_SHOWN = 100, 50


@dataclass(frozen=True)
class Mark:
    """How many open notes an update has, and the id of the newest."""

    count: int
    newest: int


@dataclass(frozen=True)
class Notes:
    """Open notes and those that were resolved last, newest first."""

    open: Sequence[DeskNote]
    resolved: Sequence[DeskNote]
    has_older: bool  # whether more were resolved than are shown

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        """The open notes on each update, by its public id."""
        marks: dict[str, Mark] = {}
        for note in reversed(self.open):
            if note.update:
                before = marks.get(note.update.public_id)
                marks[note.update.public_id] = Mark(before.count + 1 if before else 1, note.id)
        return marks


def of_visit(visit_id: int, account: Reporter) -> Notes:
    """The notes of a visit, whatever they are on."""
    return _notes(account, DeskNote.visit_id == visit_id)


def on_update(update: Update, account: Reporter) -> Notes:
    """The notes on one update."""
    return _notes(account, DeskNote.visit_id == update.visit_id, DeskNote.update_id == update.id)


def updates_of(visit_id: int, note_ids: Collection[int]) -> set[str]:
    """The public ids of the updates that these notes are on."""
    joined = select(Update.public_id).join(DeskNote, DeskNote.update_id == Update.id)
    return set(db.session.scalars(joined.where(DeskNote.visit_id == visit_id, DeskNote.id.in_(note_ids))))


def are_on(visit_id: int, public_ids: Collection[str]) -> bool:
    """Whether there are notes on any of these updates."""
    joined = select(DeskNote.id).join(Update, DeskNote.update_id == Update.id)
    wanted = joined.where(DeskNote.visit_id == visit_id, Update.public_id.in_(public_ids))
    return bool(public_ids) and db.session.scalar(wanted.limit(1)) is not None


def _notes(account: Reporter, *wanted: ColumnElement[bool]) -> Notes:
    """Both kinds in one statement, each up to its limit."""
    known = select(DeskNote.id).outerjoin(DeskNote.update).where(*wanted, readable_notes(account))
    is_open = known.where(DeskNote.resolved_at.is_(None)).order_by(DeskNote.id.desc()).limit(OPEN_SHOWN)
    is_resolved = known.where(DeskNote.resolved_at.is_not(None))
    resolved = is_resolved.order_by(DeskNote.resolved_at.desc(), DeskNote.id.desc()).limit(RESOLVED_SHOWN + 1)
    found = _load(or_(DeskNote.id.in_(is_open), DeskNote.id.in_(resolved)))
    still_open, done = ([note for note in found if (note.resolved_at is None) is is_open] for is_open in (True, False))
    return Notes(still_open, done[:RESOLVED_SHOWN], has_older=len(done) > RESOLVED_SHOWN)


def _load(wanted: ColumnElement[bool]) -> Sequence[DeskNote]:
    by_time = DeskNote.resolved_at.desc(), DeskNote.id.desc()
    with_all = (
        select(DeskNote)
        .outerjoin(DeskNote.update)
        .where(wanted)
        .order_by(*by_time)
        .options(
            contains_eager(DeskNote.update),
            joinedload(DeskNote.author),
            joinedload(DeskNote.report),
            joinedload(DeskNote.resolved_by),
            selectinload(DeskNote.mentions),
        )
    )
    return db.session.scalars(with_all).all()
