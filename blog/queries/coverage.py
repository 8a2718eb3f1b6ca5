"""When the coverage of a visit began, and when it last changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from blog.extensions import db
from blog.models import Event, Update, Verb, Visit

# The verbs that change the text readers see.
NEWS = (Verb.PUBLISH, Verb.EDIT, Verb.WITHDRAW, Verb.PURGE)


@dataclass(frozen=True)
class Span:
    """The times of the first published update, if there is one, and of the newest event."""

    began: datetime | None
    changed: datetime


def span(visit: Visit) -> Span:
    """The span of a visit's coverage, in one statement."""
    first = select(Update.published_at).where(Update.visit_id == visit.id, Update.number == 1).scalar_subquery()
    newest = select(Event.at).where(Event.visit_id == visit.id, Event.seq == visit.head).scalar_subquery()
    began, changed = db.session.execute(select(first, newest)).one()
    return Span(began, changed or visit.created_at)


def updated(visit_id: int) -> datetime | None:
    """When an update was last published, edited or withdrawn. Searches the log from its end."""
    newest = select(Event.at).where(Event.visit_id == visit_id, Event.verb.in_(NEWS)).order_by(Event.seq.desc())
    return db.session.scalar(newest.limit(1))
