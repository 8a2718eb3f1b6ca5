"""Visits with their stops, delegations, topics and banners.

What readers ask for is limited to `public()`, and what an account asks for at the desk to `known_to(reporter)`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, inspect, or_, select
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.models import Banner, Delegation, Reporter, Speaker, Status, Update, Visit
from blog.permissions import may_write, writable_visits

_ORDER = {Status.LIVE: 0, Status.PAUSED: 1, Status.UPCOMING: 2, Status.HELD: 3, Status.ENDED: 4}


def public() -> ColumnElement[bool]:
    """The visits that exist for readers, as a condition on Visit: all but those that are held."""
    return Visit.status != Status.HELD


def known_to(reporter: Reporter) -> ColumnElement[bool]:
    """The visits that exist for an account at the desk: of those that are held, the ones that it may write to."""
    return or_(public(), writable_visits(reporter))


def is_known_to(visit: Visit, reporter: Reporter) -> bool:
    """`known_to` for a visit that is already loaded."""
    return visit.status is not Status.HELD or may_write(reporter, visit)


def by_slug(slug: str, *, is_whole: bool = True) -> Visit | None:
    """The visit as it exists for readers, with its stops, delegations, speakers and topics, or alone."""
    wanted = select(Visit).where(Visit.slug == slug, public())
    return db.session.scalar(wanted.options(*_WHOLE) if is_whole else wanted)


def known_by_slug(slug: str, reporter: Reporter, *, is_whole: bool = True) -> Visit | None:
    """The same as it exists for an account at the desk; unless `is_whole`, as `alone`."""
    wanted = select(Visit).where(Visit.slug == slug, known_to(reporter))
    return db.session.scalar(wanted.options(*_WHOLE) if is_whole else wanted)


def known_id_of(slug: str, reporter: Reporter) -> int | None:
    """The id of a visit that exists for an account at the desk."""
    return db.session.scalar(select(Visit.id).where(Visit.slug == slug, known_to(reporter)))


def by_id(visit_id: int) -> Visit | None:
    """The visit whether or not it is held, with its stops, delegations, speakers and topics."""
    return db.session.scalar(select(Visit).where(Visit.id == visit_id).options(*_WHOLE))


def alone(visit_id: int) -> Visit | None:
    """The visit alone. What belongs to it is loaded when it is first used; `by_id` loads all of it."""
    return db.session.scalar(select(Visit).where(Visit.id == visit_id))


def fill(visit: Visit) -> None:
    """Loads what belongs to a visit that was loaded alone, at once; nothing that it has already."""
    if "delegations" in inspect(visit).unloaded:
        by_id(visit.id)


def id_of(slug: str) -> int | None:
    """The id of a visit whether or not it is held, for commands."""
    return db.session.scalar(select(Visit.id).where(Visit.slug == slug))


def going_on() -> Sequence[int]:
    """The ids of all visits that have not ended, also of those that are held."""
    return db.session.scalars(select(Visit.id).where(Visit.status != Status.ENDED)).all()


def slugs(visit_ids: Collection[int]) -> Sequence[str]:
    """The slugs of those of these visits that exist for readers."""
    wanted = select(Visit.slug).where(Visit.id.in_(visit_ids), public())
    return db.session.scalars(wanted.order_by(Visit.slug)).all()


def head_of(slug: str) -> tuple[int, Status, str, str, int] | None:
    """The id, status and language of a visit that exists for readers, and the epoch and head of its log."""
    wanted = select(Visit.id, Visit.status, Visit.lang, Visit.epoch, Visit.head).where(Visit.slug == slug, public())
    row = db.session.execute(wanted).first()
    return (row[0], row[1], row[2], row[3], row[4]) if row else None


def state() -> str:
    """A string that changes whenever anything does that readers of any visit may see; part of the cache key of pages
    that list visits."""
    return " ".join(f"{row[0]}:{row[1]}:{row[2]}" for row in db.session.execute(_STATE))


def everything() -> Sequence[Visit]:
    """All visits that exist for readers: live ones first, then what begins soonest, then what ended last."""
    wanted = select(Visit).where(public()).options(selectinload(Visit.stops))
    return db.session.scalars(wanted.order_by(*_in_order())).all()


def writable_by(reporter: Reporter) -> Sequence[Visit]:
    """The visits an account may write in, live ones first."""
    wanted = select(Visit).where(writable_visits(reporter)).options(selectinload(Visit.stops))
    return db.session.scalars(wanted.order_by(*_in_order())).all()


def _in_order() -> tuple[Any, ...]:
    rank = case(_ORDER, value=Visit.status, else_=9)
    soonest = Visit.live_from.is_(None), Visit.live_from
    return rank, *soonest, Visit.status_at.is_(None), Visit.status_at.desc(), Visit.id.desc()


def banner_of(visit_id: int) -> Banner | None:
    """The banner, unless it has expired."""
    wanted = _current(Banner.visit_id == visit_id)
    return db.session.scalar(wanted.options(joinedload(Banner.update), joinedload(Banner.visit)))


def banners(visit_ids: Collection[int]) -> dict[int, Banner]:
    """The banners of these visits by visit id, without expired ones."""
    wanted = _current(Banner.visit_id.in_(visit_ids)).options(joinedload(Banner.update).joinedload(Update.stop))
    return {banner.visit_id: banner for banner in db.session.scalars(wanted)}


def _current(condition: ColumnElement[bool]) -> Select[Banner]:
    now = datetime.now(UTC)
    return select(Banner).where(condition, or_(Banner.expires_at.is_(None), Banner.expires_at > now))


_STATE = select(Visit.id, Visit.epoch, Visit.head).where(public()).order_by(Visit.id)
_WHOLE = (
    selectinload(Visit.stops),
    selectinload(Visit.topics_added),
    selectinload(Visit.delegations).selectinload(Delegation.speakers).joinedload(Speaker.portrait),
)
