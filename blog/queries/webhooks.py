"""Webhooks, what waits for them, and how they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from blog.extensions import db
from blog.models import Delivery, DeliveryAnswer, Event, Revision, Update, Visit, Webhook


@dataclass(frozen=True)
class Listed:
    """A webhook in the list of all, with its visit, and how many deliveries wait for it and were given up."""

    webhook: Webhook
    visit: Visit | None
    waiting: int
    given_up: int


def everything() -> Sequence[Listed]:
    """All webhooks, the oldest first."""
    rows = db.session.execute(
        select(Webhook, Visit, _count(dead=False), _count(dead=True))
        .outerjoin(Visit, Visit.id == Webhook.visit_id)
        .order_by(Webhook.id)
    )
    return [Listed(*row) for row in rows]


def by_public_id(public_id: str) -> Listed | None:
    """One webhook in the same way."""
    wanted = select(Webhook, Visit, _count(dead=False), _count(dead=True))
    row = db.session.execute(
        wanted.outerjoin(Visit, Visit.id == Webhook.visit_id).where(Webhook.public_id == public_id)
    ).first()
    return Listed(*row) if row else None


def of_target(target_id: int) -> Webhook | None:
    """The webhook that is this target."""
    return db.session.scalar(select(Webhook).where(Webhook.target_id == target_id))


def answers(webhook: Webhook) -> Sequence[DeliveryAnswer]:
    """How it answered the last attempts, the newest first."""
    wanted = select(DeliveryAnswer).where(DeliveryAnswer.target_id == webhook.target_id)
    return db.session.scalars(wanted.order_by(DeliveryAnswer.id.desc())).all()


def event(visit_id: int, seq: int) -> Event | None:
    """An event by its number; None when the log has been cleared since."""
    return db.session.scalar(select(Event).where(Event.visit_id == visit_id, Event.seq == seq))


def revision(visit_id: int, seq: int) -> Revision | None:
    """The revision that was published with an event."""
    wanted = select(Revision).join(Update, Update.id == Revision.update_id)
    return db.session.scalar(wanted.where(Update.visit_id == visit_id, Revision.seq == seq))


def oldest_waiting(webhook: Webhook) -> datetime | None:
    """Since when something waits for it."""
    waiting = select(func.min(Delivery.created_at)).where(Delivery.target_id == webhook.target_id)
    return db.session.scalar(waiting.where(Delivery.dead_at.is_(None)))


def _count(*, dead: bool):  # type: ignore[no-untyped-def]  # the type of a scalar subquery
    is_dead = Delivery.dead_at.is_not(None) if dead else Delivery.dead_at.is_(None)
    return select(func.count()).where(Delivery.target_id == Webhook.target_id, is_dead).scalar_subquery()
