"""The updates of a page without their words: which they are, and what the list of them has to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from blog.extensions import db
from blog.models import State, Stop, Update, Visit
from blog.queries import stream
from blog.queries.filters import Filter
from blog.queries.stream import StreamPage


class Place(NamedTuple):
    """A stop, as far as a dateline names it."""

    city: str
    zone: str


class Line(NamedTuple):
    """An update that readers are allowed to know about."""

    public_id: str
    state: State
    published_at: datetime | None
    stop: Place | None

    @property
    def is_public(self) -> bool:
        """Whether readers may see its text now."""
        return self.state is State.PUBLISHED


def page(visit: Visit, number: int | None, wanted: Filter) -> StreamPage[Line]:
    """Page `number`, or the front page if there is none of that number."""
    found = stream.cut_page(visit, wanted, number, _read) or stream.cut_page(visit, wanted, None, _read)
    assert found is not None
    return found


def page_with(visit: Visit, public_id: str) -> StreamPage[Line] | None:
    """The page with an update, or None if readers know of none. Once the page is full, it is always the same one."""
    known = select(Update.number).where(*stream.is_known_to_readers(visit.id), Update.public_id == public_id)
    number = db.session.scalar(known)
    return page(visit, stream.page_of(visit, number), Filter()) if number else None


def newest(visit_id: int, wanted: Filter, most: int) -> Sequence[Line]:
    """The newest updates that pass the filter, newest first."""
    return stream.newest(visit_id, wanted, most, _read)


def of(update: Update) -> Line:
    """The line of an update."""
    return Line(update.public_id, update.state, update.published_at, _place(update.stop))


def _place(stop: Stop | None) -> Place | None:
    return Place(stop.city, stop.zone) if stop else None


def _read(conditions: Sequence[ColumnElement[bool]]) -> Sequence[Line]:
    columns = select(Update.public_id, Update.state, Update.published_at, Stop.city, Stop.zone)
    wanted = columns.outerjoin(Stop, Stop.id == Update.stop_id).where(*conditions).order_by(Update.number.desc())
    return [
        Line(public_id, state, published_at, Place(city, zone) if city is not None else None)
        for public_id, state, published_at, city, zone in db.session.execute(wanted)
    ]
