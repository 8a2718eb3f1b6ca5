"""Handover notes: those that an account has not dismissed yet, and the earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Handover, HandoverRead, Reporter, Visit

EARLIER_SHOWN = 30


def unread(visit_ids: Collection[int], account: Reporter) -> Sequence[Handover]:
    """The last handover note of each of these visits, unless the account has dismissed it, newest first."""
    last = select(func.max(Handover.id)).where(Handover.visit_id.in_(visit_ids)).group_by(Handover.visit_id)
    is_own = and_(HandoverRead.reporter_id == account.id, HandoverRead.visit_id == Handover.visit_id)
    wanted = _handovers().outerjoin(HandoverRead, is_own).where(Handover.id.in_(last))
    is_new = or_(HandoverRead.handover_id.is_(None), HandoverRead.handover_id < Handover.id)
    return db.session.scalars(wanted.where(is_new).order_by(Handover.id.desc())).all()


def unread_of(visit_id: int, account: Reporter) -> Handover | None:
    """The last handover note of a visit, unless the account has dismissed it."""
    return next(iter(unread([visit_id], account)), None)


def of_visit(visit_id: int) -> Sequence[Handover]:
    """The last handover notes of a visit, newest first."""
    wanted = _handovers().where(Handover.visit_id == visit_id).order_by(Handover.id.desc())
    return db.session.scalars(wanted.limit(EARLIER_SHOWN)).all()


def _handovers() -> Select[Handover]:
    return select(Handover).options(joinedload(Handover.author), joinedload(Handover.visit).selectinload(Visit.stops))
