"""The numbers of a visit: how many read it and where, how much was published, and how soon readers had it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select

from blog.extensions import db
from blog.models import ReaderCount, ReaderDelay, ReaderPage, Update
from blog.models.readership import OTHER_SITES, minute_of, moment_of

# A point of the chart is the mean of so many minutes.
STEP_MINUTES = 10
STEPS_IN_AN_HOUR = 60 // STEP_MINUTES
# Of the sites around frames, so many are listed by name; anybody can make up more.
MOST_SITES = 20


class Span(NamedTuple):
    """A day as minutes of Unix time, from `first` on, of which `elapsed` are over by now."""

    first: int
    minutes: int
    elapsed: int

    @classmethod
    def of(cls, begins: datetime, ends: datetime, now: datetime) -> Span:
        first, last = minute_of(begins), minute_of(ends)
        return cls(first, last - first, min(max(minute_of(now) - first, 0), last - first))

    def elapsed_in(self, offset: int, minutes: int) -> int:
        """How many of the minutes that begin `offset` minutes after the first are over."""
        return min(max(self.elapsed - offset, 0), minutes)


class Site(NamedTuple):
    """The readers of frames on one site, or on all that are not named: added up over its minutes, and at most."""

    host: str
    total: int
    most: int | None = None


class Peak(NamedTuple):
    """The most readers at once, and when that was first."""

    readers: int
    at: datetime


@dataclass(frozen=True)
class Numbers:
    """What was counted on a day. Readers are added up over the minutes of each of its steps.

    `sites` are in order of their readers, the nameless last: OTHER_SITES, and empty for frames that name none.
    """

    span: Span
    steps: Sequence[Counter[ReaderPage]]
    peak: Peak | None
    sites: Sequence[Site]
    updates: Sequence[int]
    delays: Mapping[int, int] = field(default_factory=dict)


def of_day(visit_id: int, span: Span) -> Numbers:
    """In a fixed number of statements."""
    steps, unnamed = _steps(visit_id, span)
    in_frames = sum(step[ReaderPage.FRAME] for step in steps)
    return Numbers(
        span,
        steps,
        _peak(visit_id, span),
        _sites(visit_id, span, in_frames, unnamed),
        _updates(visit_id, span),
        _delays(visit_id, span),
    )


def at_minute(visit_id: int, minute: int) -> Mapping[ReaderPage, Counter[str]]:
    """The readers of one minute by page, and of frames by site."""
    found: dict[ReaderPage, Counter[str]] = {page: Counter() for page in ReaderPage}
    wanted = select(ReaderCount.page, ReaderCount.site, ReaderCount.readers)
    for row in db.session.execute(wanted.where(ReaderCount.visit_id == visit_id, ReaderCount.minute == minute)):
        found[row[0]][row[1]] = row[2]
    return found


def began_at(visit_id: int) -> datetime | None:
    """When the first of what is shown happened; None while there is nothing."""
    counted = db.session.scalar(select(func.min(ReaderCount.minute)).where(ReaderCount.visit_id == visit_id))
    published = select(func.min(Update.published_at)).where(
        Update.visit_id == visit_id, Update.published_at.is_not(None)
    )
    first = db.session.scalar(published)
    return min((moment for moment in (counted and moment_of(counted), first) if moment), default=None)


def _steps(visit_id: int, span: Span) -> tuple[Sequence[Counter[ReaderPage]], int]:
    """Readers by step and page, and those in frames that name no site."""
    step = ((ReaderCount.minute - span.first) // STEP_MINUTES).label("step")
    is_unnamed = (ReaderCount.site == "").label("is_unnamed")
    wanted = select(step, ReaderCount.page, is_unnamed, func.sum(ReaderCount.readers)).where(*_within(visit_id, span))
    found = [Counter[ReaderPage]() for _ in range(-(-span.minutes // STEP_MINUTES))]
    unnamed = 0
    # By their names: PostgreSQL takes an expression with a parameter for another one.
    for row in db.session.execute(wanted.group_by("step", ReaderCount.page, "is_unnamed")):
        found[row[0]][row[1]] += row[3]
        unnamed += row[3] if row[1] is ReaderPage.FRAME and row[2] else 0
    return found, unnamed


def _peak(visit_id: int, span: Span) -> Peak | None:
    total = func.sum(ReaderCount.readers)
    wanted = select(ReaderCount.minute, total).where(*_within(visit_id, span)).group_by(ReaderCount.minute)
    row = db.session.execute(wanted.order_by(total.desc(), ReaderCount.minute).limit(1)).first()
    return Peak(row[1], moment_of(row[0])) if row else None


def _sites(visit_id: int, span: Span, in_frames: int, unnamed: int) -> Sequence[Site]:
    total = func.sum(ReaderCount.readers)
    wanted = select(ReaderCount.site, total, func.max(ReaderCount.readers)).where(
        *_within(visit_id, span), ReaderCount.page == ReaderPage.FRAME, ReaderCount.site.not_in(("", OTHER_SITES))
    )
    wanted = wanted.group_by(ReaderCount.site).order_by(total.desc(), ReaderCount.site).limit(MOST_SITES)
    named = [Site(*row) for row in db.session.execute(wanted)]
    others = in_frames - unnamed - sum(site.total for site in named)
    return [*named, *(site for site in (Site(OTHER_SITES, others), Site("", unnamed)) if site.total)]


def _updates(visit_id: int, span: Span) -> Sequence[int]:
    """How many updates were published in each hour."""
    hours = [moment_of(span.first + offset) for offset in range(0, span.minutes, 60)]
    in_hour = [
        func.count(case((and_(Update.published_at >= hour, Update.published_at < hour + timedelta(hours=1)), 1)))
        for hour in hours
    ]
    ends = moment_of(span.first + span.minutes)
    of_day = Update.visit_id == visit_id, Update.published_at >= hours[0], Update.published_at < ends
    return tuple(db.session.execute(select(*in_hour).where(*of_day)).one())


def _delays(visit_id: int, span: Span) -> Mapping[int, int]:
    """How many changes were sent within each bound, which they exceed no lower one of."""
    wanted = select(ReaderDelay.at_most_ms, func.sum(ReaderDelay.changes)).where(
        ReaderDelay.visit_id == visit_id,
        ReaderDelay.minute >= span.first,
        ReaderDelay.minute < span.first + span.minutes,
    )
    found = db.session.execute(wanted.group_by(ReaderDelay.at_most_ms).order_by(ReaderDelay.at_most_ms))
    return {row[0]: row[1] for row in found}


def _within(visit_id: int, span: Span) -> tuple[ColumnElement[bool], ...]:
    """The minutes of the day that are over: into the present one, some processes may not have written yet."""
    minute: Any = ReaderCount.minute
    return ReaderCount.visit_id == visit_id, minute >= span.first, minute < span.first + span.elapsed
