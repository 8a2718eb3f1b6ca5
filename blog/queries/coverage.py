"""Of the coverage of a visit as a whole: when it began, and when anything of it changed last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from blog.extensions import db
from blog.models import Event, Update, Visit


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
