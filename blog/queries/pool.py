"""Which pool reports of a visit are missing, as far as their numbers tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, pairwise

from sqlalchemy import select

from blog.extensions import db
from blog.models import State, Stop, Update
from blog.text import clock

# Drafts are their authors' own, and what was taken down has to be filed again.
_THERE = (State.PUBLISHED, State.SUBMITTED, State.RETURNED, State.SCHEDULED, State.HELD)


def gaps(visit_id: int) -> list[tuple[int, int]]:
    """The missing numbers as ranges, first and last, in the order of the days on which they belong.

    A pool counts anew each day, or goes on from the day before; both are found. A day is that of the stop.
    """
    wanted = select(Update.when_said(), Stop.zone, Update.pool_number).outerjoin(Stop, Stop.id == Update.stop_id)
    rows = db.session.execute(
        wanted.where(Update.visit_id == visit_id, Update.pool_number.is_not(None), Update.state.in_(_THERE))
    )
    return list(_missing((_day(moment, zone), number) for moment, zone, number in rows if number))


def _day(moment: datetime, zone: str | None) -> date:
    return clock.at(moment, zone or "UTC").date()


def _missing(reports: Iterable[tuple[date, int]]) -> Iterator[tuple[int, int]]:
    last = 0
    for _day_of, of_day in groupby(sorted(reports), key=lambda report: report[0]):
        numbers = sorted({number for _, number in of_day})
        known = [last, *numbers] if 0 < last < numbers[0] else numbers
        for before, after in pairwise(known):
            if after - before > 1:
                yield before + 1, after - 1
        last = numbers[-1]
