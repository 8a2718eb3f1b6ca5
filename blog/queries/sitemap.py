"""What search engines are told of: visits, the key updates whose words may be read, and when each changed last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Event, Revision, State, Update, Visit

# A key update and its page of the archive are at most 1.05 addresses for each number: half of what a file may hold.
NUMBERS_IN_A_PART = 20_000
NEWS_SHOWN = 1000


@dataclass(frozen=True)
class Changed:
    """An update by its public id, and when its present wording was published."""

    public_id: str
    at: datetime


def visits() -> Sequence[tuple[Visit, datetime]]:
    """All visits, each with the moment of its newest event, the one that was opened last first."""
    newest = (Event.visit_id == Visit.id) & (Event.seq == Visit.head)
    found = db.session.execute(select(Visit, Event.at).join(Event, newest).order_by(Visit.id.desc()))
    return [(row[0], row[1]) for row in found]


def parts(visit: Visit) -> int:
    """How many sitemaps a visit has: cut by the numbers of updates, so that the first ones stay as they are."""
    return max(1, -(-visit.published // NUMBERS_IN_A_PART))


def changed_at(visit: Visit) -> datetime:
    """When anything of a visit changed last."""
    newest = select(Event.at).where(Event.visit_id == visit.id, Event.seq == visit.head)
    return db.session.scalar(newest) or visit.created_at


def key_updates(visit_id: int, part: int) -> Sequence[Changed]:
    """The key updates of a part, oldest first; each has a page that is worth finding by itself."""
    changed = select(func.max(Revision.at)).where(Revision.update_id == Update.id).scalar_subquery()
    first = (part - 1) * NUMBERS_IN_A_PART
    wanted = (
        select(Update.public_id, func.coalesce(changed, Update.published_at))
        .where(Update.visit_id == visit_id, Update.is_key, Update.state == State.PUBLISHED)
        .where(Update.number > first, Update.number <= first + NUMBERS_IN_A_PART)
        .order_by(Update.number)
    )
    return [Changed(row[0], row[1]) for row in db.session.execute(wanted)]


def news(since: datetime) -> Sequence[Update]:
    """What is news since a moment, the newest first: key updates, and the updates with which coverage began."""
    wanted = (
        select(Update)
        .where(Update.state == State.PUBLISHED, Update.published_at >= since)
        .where(Update.is_key | (Update.number == 1))
        .options(joinedload(Update.visit))
        .order_by(Update.published_at.desc(), Update.id.desc())
        .limit(NEWS_SHOWN)
    )
    return db.session.scalars(wanted).all()
