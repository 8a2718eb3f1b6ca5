"""Reads a visit's event log: cursors, the newest position (the head), and the events after a position."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from blog.extensions import db
from blog.models import Event, Visit

_CURSOR = re.compile(r"([0-9a-z]{1,16}):(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a visit's log, written `epoch:seq`. The epoch changes when the log is replaced, as by a restore."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq}"


def parse(text: str) -> Cursor | None:
    """Parses `epoch:seq`; None when the text is not a cursor."""
    match = _CURSOR.fullmatch(text)
    return Cursor(match[1], int(match[2])) if match else None


def head(visit_id: int) -> Cursor | None:
    """The cursor of the newest event; None when there is no such visit."""
    row = db.session.execute(select(Visit.epoch, Visit.head).where(Visit.id == visit_id)).first()
    return Cursor(row[0], row[1]) if row else None


def heads(visit_ids: Collection[int]) -> dict[int, Cursor]:
    """The heads of several visits, in one query."""
    rows = db.session.execute(select(Visit.id, Visit.epoch, Visit.head).where(Visit.id.in_(visit_ids)))
    return {visit_id: Cursor(epoch, seq) for visit_id, epoch, seq in rows}


def after(visit_id: int, seq: int) -> Sequence[Event]:
    """The events after a sequence number, in order."""
    return db.session.scalars(
        select(Event).where(Event.visit_id == visit_id, Event.seq > seq).order_by(Event.seq)
    ).all()
