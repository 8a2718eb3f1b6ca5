"""Reads the logs of a visit: cursors, the newest position of each (the head), and the events after a position."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from blog.extensions import db
from blog.models import DeskEvent, Event, Status, Visit
from blog.wire.streams import Audience

_CURSOR = re.compile(r"([0-9a-z]{1,16}):(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in one of a visit's logs, written `epoch:seq`.

    The epoch changes when the log is replaced, as by a restore.
    """

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq}"


def parse(text: str) -> Cursor | None:
    """Parses `epoch:seq`; None when the text is not a cursor."""
    match = _CURSOR.fullmatch(text)
    return Cursor(match[1], int(match[2])) if match else None


def head(visit_id: int, audience: Audience = Audience.READERS) -> Cursor | None:
    """The cursor of the newest event; None when there is no such visit for this audience."""
    return heads([visit_id]).get((visit_id, audience))


def heads(visit_ids: Collection[int]) -> dict[tuple[int, Audience], Cursor]:
    """The heads of both logs of several visits for each audience, in one query. For readers a held visit has none."""
    columns = Visit.id, Visit.epoch, Visit.status, Visit.head, Visit.desk_head
    found: dict[tuple[int, Audience], Cursor] = {}
    for visit_id, epoch, status, seq, desk_seq in db.session.execute(select(*columns).where(Visit.id.in_(visit_ids))):
        if status is not Status.HELD:
            found[visit_id, Audience.READERS] = Cursor(epoch, seq)
        found[visit_id, Audience.REHEARSAL] = Cursor(epoch, seq)
        found[visit_id, Audience.DESK] = Cursor(epoch, desk_seq)
    return found


def after(visit_id: int, seq: int) -> Sequence[Event]:
    """The readers' events after a sequence number, in order."""
    return db.session.scalars(
        select(Event).where(Event.visit_id == visit_id, Event.seq > seq).order_by(Event.seq)
    ).all()


def desk_after(visit_id: int, seq: int, account_id: int) -> Sequence[DeskEvent]:
    """The desk's events after a sequence number, in order, but for those that only other accounts may know of."""
    is_for_account = or_(DeskEvent.only_for_id.is_(None), DeskEvent.only_for_id == account_id)
    wanted = select(DeskEvent).where(DeskEvent.visit_id == visit_id, DeskEvent.seq > seq, is_for_account)
    return db.session.scalars(wanted.order_by(DeskEvent.seq)).all()
