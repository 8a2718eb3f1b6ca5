"""Queries for sitemaps: visits and key updates, with the time of their last change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Event, Revision, State, Update, Visit
from blog.queries.visits import public

# A key update and its page are at most 1.05 addresses per number: half of what a sitemap may hold.
NUMBERS_IN_A_PART = 20_000
NEWS_SHOWN = 1000


@dataclass(frozen=True)
class SitemapEntry:
    """An update's public id, and when its latest revision was published."""

    public_id: str
    at: datetime


def visits() -> Sequence[tuple[Visit, datetime]]:
    """All visits that exist for readers with the time of their newest event, the most recently opened first."""
    newest = (Event.visit_id == Visit.id) & (Event.seq == Visit.head)
    wanted = select(Visit, Event.at).join(Event, newest).where(public())
    found = db.session.execute(wanted.order_by(Visit.id.desc()))
    return [(row[0], row[1]) for row in found]


def parts(visit: Visit) -> int:
    """How many sitemaps a visit has. They are split by update number, so that earlier ones never change."""
    return max(1, -(-visit.published // NUMBERS_IN_A_PART))


def changed_at(visit: Visit) -> datetime:
    """When a visit last changed."""
    newest = select(Event.at).where(Event.visit_id == visit.id, Event.seq == visit.head)
    return db.session.scalar(newest) or visit.created_at


def key_updates(visit_id: int, part: int) -> Sequence[SitemapEntry]:
    """The key updates in a part, oldest first."""
    changed = select(func.max(Revision.at)).where(Revision.update_id == Update.id).scalar_subquery()
    first = (part - 1) * NUMBERS_IN_A_PART
    wanted = (
        select(Update.public_id, func.coalesce(changed, Update.published_at))
        .where(Update.visit_id == visit_id, Update.is_key, Update.state == State.PUBLISHED)
        .where(Update.number > first, Update.number <= first + NUMBERS_IN_A_PART)
        .order_by(Update.number)
    )
    return [SitemapEntry(row[0], row[1]) for row in db.session.execute(wanted)]


def news(since: datetime) -> Sequence[Update]:
    """Key updates and first updates of visits since a time, newest first."""
    wanted = (
        select(Update)
        .join(Update.visit)
        .where(public(), Update.state == State.PUBLISHED, Update.published_at >= since)
        .where(Update.is_key | (Update.number == 1))
        .options(joinedload(Update.visit))
        .order_by(Update.published_at.desc(), Update.id.desc())
        .limit(NEWS_SHOWN)
    )
    return db.session.scalars(wanted).all()
