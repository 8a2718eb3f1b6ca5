"""Of the coverage of a visit as a whole: when it began, and when anything of it, or any update, changed last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from blog.extensions import db
from blog.models import Event, Update, Verb, Visit

# What changes the words that readers have of the visit.
_NEWS = (Verb.PUBLISH, Verb.EDIT, Verb.WITHDRAW, Verb.PURGE)


@dataclass(frozen=True)
class Span:
    """From the first update that readers saw, if there is one, to the newest event."""

    began: datetime | None
    changed: datetime


def span(visit: Visit) -> Span:
    """The span of a visit, in one statement."""
    first = select(Update.published_at).where(Update.visit_id == visit.id, Update.number == 1).scalar_subquery()
    newest = select(Event.at).where(Event.visit_id == visit.id, Event.seq == visit.head).scalar_subquery()
    began, changed = db.session.execute(select(first, newest)).one()
    return Span(began, changed or visit.created_at)


def updated(visit_id: int) -> datetime | None:
    """When an update was last published, edited or withdrawn: found from the end of the log, however long it is."""
    newest = select(Event.at).where(Event.visit_id == visit_id, Event.verb.in_(_NEWS)).order_by(Event.seq.desc())
    return db.session.scalar(newest.limit(1))
