"""Webhooks, what waits for them, and how they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select

from blog.extensions import db
from blog.models import Delivery, DeliveryAnswer, DeliveryTarget, Event, Revision, Update, Visit, Webhook
from blog.models.delivery import IS_HUB


@dataclass(frozen=True)
class Listed:
    """A webhook in the list of all, with its visit, and how many deliveries wait for it and were given up."""

    webhook: Webhook
    visit: Visit | None
    waiting: int
    given_up: int

    @property
    def target(self) -> DeliveryTarget:
        return self.webhook.target


@dataclass(frozen=True)
class Hub:
    """The WebSub hub in the same way."""

    target: DeliveryTarget
    waiting: int
    given_up: int


def hub() -> Hub | None:
    """How the notifications of the WebSub hub do; None for a site without one."""
    counted = (
        select(func.count()).where(Delivery.target_id == DeliveryTarget.id, which).scalar_subquery()
        for which in (Delivery.dead_at.is_(None), Delivery.dead_at.is_not(None))
    )
    row = db.session.execute(select(DeliveryTarget, *counted).where(IS_HUB, DeliveryTarget.is_on)).first()
    return Hub(*row) if row else None


def everything() -> Sequence[Listed]:
    """All webhooks, the oldest first."""
    return [Listed(*row) for row in db.session.execute(_listed().order_by(Webhook.id))]


def by_public_id(public_id: str) -> Listed | None:
    """One webhook in the same way."""
    row = db.session.execute(_listed().where(Webhook.public_id == public_id)).first()
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


def _listed() -> Select[Webhook, Visit | None, int, int]:
    counted = _count(Delivery.dead_at.is_(None)), _count(Delivery.dead_at.is_not(None))
    return select(Webhook, Visit, *counted).outerjoin(Visit, Visit.id == Webhook.visit_id)


def _count(which: ColumnElement[bool]) -> ScalarSelect[int]:
    of_webhook = Delivery.target_id == Webhook.target_id
    return select(func.count()).where(of_webhook, which).scalar_subquery()
