"""Visits, and what belongs to one as a whole: its stops, sides, topics and banner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.models import Banner, Delegation, Membership, Reporter, Role, Status, Visit

_ORDER = {Status.LIVE: 0, Status.PAUSED: 1, Status.UPCOMING: 2, Status.ENDED: 3}


def by_slug(slug: str) -> Visit | None:
    """The visit, with its stops, delegations, speakers and topics loaded."""
    return db.session.scalar(select(Visit).where(Visit.slug == slug).options(*_WHOLE))


def by_id(visit_id: int) -> Visit | None:
    """As `by_slug`."""
    return db.session.scalar(select(Visit).where(Visit.id == visit_id).options(*_WHOLE))


def id_of(slug: str) -> int | None:
    """The id alone, for who needs no more."""
    return db.session.scalar(select(Visit.id).where(Visit.slug == slug))


def everything() -> Sequence[Visit]:
    """All visits, live ones first, then by the newest."""
    rank = case(_ORDER, value=Visit.status, else_=9)
    return db.session.scalars(select(Visit).options(selectinload(Visit.stops)).order_by(rank, Visit.id.desc())).all()


def writable_by(reporter: Reporter) -> Sequence[Visit]:
    """The visits that an account may write to, live ones first."""
    rank = case(_ORDER, value=Visit.status, else_=9)
    wanted = select(Visit).options(selectinload(Visit.stops)).order_by(rank, Visit.id.desc())
    if reporter.role is not Role.ADMIN:
        wanted = wanted.join(Membership, Membership.visit_id == Visit.id)
        wanted = wanted.where(Membership.reporter_id == reporter.id)
    return db.session.scalars(wanted).all()


def banner_of(visit_id: int) -> Banner | None:
    """The banner, unless it has lapsed."""
    now = datetime.now(UTC)
    wanted = (
        select(Banner)
        .where(Banner.visit_id == visit_id, or_(Banner.expires_at.is_(None), Banner.expires_at > now))
        .options(joinedload(Banner.update), joinedload(Banner.visit))
    )
    return db.session.scalar(wanted)


_WHOLE = (
    selectinload(Visit.stops),
    selectinload(Visit.topics),
    selectinload(Visit.delegations).selectinload(Delegation.speakers),
)
