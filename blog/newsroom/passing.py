"""Moves on what readers see as now and next on the schedule, when time passes.

Their pages never depend on when they are rendered: they show what is now and next as of `Visit.schedule_at`, and an
event of the log says that this has moved on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from blog.models import Course, Engagement, Status, Verb
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up


@verb(may_set_up)
def move_on(tx: Transaction) -> None:
    """Shows what is now and next as of this moment, if that is due. The scheduler calls this."""
    visit = tx.visit
    if visit.schedule_due and visit.schedule_due <= tx.at and visit.status is not Status.ENDED:
        look_at_clock(tx)
        tx.log(Verb.MOVE_ON)


def look_at_clock(tx: Transaction) -> None:
    """Lets what is now and next be as of this transaction."""
    tx.session.flush()
    planned = select(Engagement).where(Engagement.visit_id == tx.visit.id, Engagement.course == Course.PLANNED)
    tx.visit.schedule_at = tx.at
    tx.visit.schedule_due = next_change(tx.session.scalars(planned), tx.at)


def next_change(planned: Iterable[Engagement], moment: datetime) -> datetime | None:
    """When the next of these begins or is over by its plan."""
    edges = (edge for one in planned for edge in (one.begins_at, one.over_at))
    return min((edge for edge in edges if edge > moment), default=None)
