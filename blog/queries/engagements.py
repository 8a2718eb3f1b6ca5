"""The schedule of a visit, as pages, calendars and the API show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.models import Course, Engagement, Event, Stop, Verb, Visit

_OF_STOPS = (Verb.ADD_STOP, Verb.CHANGE_STOP, Verb.RENAME_STOP, Verb.ARRIVE, Verb.LEAVE, Verb.TAKE_BACK)
# Of what comes at the same time next, no more are named.
MOST_NEXT = 3


@dataclass(frozen=True)
class NowAndNext:
    """What is going on, and what comes after it."""

    now: Sequence[Engagement] = ()
    next: Sequence[Engagement] = ()

    def __bool__(self) -> bool:
        return bool(self.now or self.next)


def of_visit(visit_id: int) -> Sequence[Engagement]:
    """All engagements by their beginning, with their stops."""
    return db.session.scalars(_in_order(visit_id)).all()


def for_colleagues(visit_id: int) -> Sequence[Engagement]:
    """The same, with who covers each."""
    return db.session.scalars(_in_order(visit_id).options(selectinload(Engagement.cover))).all()


def now_and_next(visit: Visit) -> NowAndNext:
    """What is now and next as of the visit's `schedule_at`: this never depends on when it is asked."""
    moment = visit.schedule_at
    if moment is None:
        return NowAndNext()
    wanted = _in_order(visit.id).where(Engagement.course.in_((Course.PLANNED, Course.UNDER_WAY)))
    found = db.session.scalars(wanted).all()
    ahead = [one for one in found if one.stands(moment) == "next"]
    first = [one for one in ahead if one.begins_at == ahead[0].begins_at]
    return NowAndNext([one for one in found if one.stands(moment) == "now"], first[:MOST_NEXT])


def _in_order(visit_id: int) -> Select[Engagement]:
    wanted = select(Engagement).where(Engagement.visit_id == visit_id).options(joinedload(Engagement.stop))
    return wanted.order_by(Engagement.begins_at, Engagement.id)


def days(engagements: Sequence[Engagement], stop: Stop) -> Sequence[tuple[date, Sequence[Engagement]]]:
    """The engagements at a stop by day, as its clocks count the days."""
    found: dict[date, list[Engagement]] = {}
    for one in engagements:
        if one.stop_id == stop.id:
            found.setdefault(stop.local(one.begins_at).date(), []).append(one)
    return list(found.items())


def stop_revisions(visit_id: int) -> Mapping[str, tuple[int, datetime]]:
    """How often each stop was changed for readers, and when last, by its key."""
    counted = (
        select(Event.subject, func.count(), func.max(Event.at))
        .where(Event.visit_id == visit_id, Event.verb.in_(_OF_STOPS))
        .group_by(Event.subject)
    )
    return {row[0]: (row[1] - 1, row[2]) for row in db.session.execute(counted)}
