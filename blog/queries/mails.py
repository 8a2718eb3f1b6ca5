"""Mails that wait in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from blog.extensions import db
from blog.models import Delivery, DeliveryAnswer, DeliveryTarget, Invitation, PasswordReset, QueuedMail
from blog.models.visit import now


@dataclass(frozen=True)
class Stuck:
    """A mail that has not left at its last attempt. `next_at` is that of the next one; None when it was given up."""

    mail: QueuedMail
    answer: DeliveryAnswer
    next_at: datetime | None


def of_target(target_id: int) -> QueuedMail | None:
    """The mail that is this target."""
    return db.session.scalar(select(QueuedMail).where(QueuedMail.target_id == target_id))


def stuck() -> Sequence[Stuck]:
    """Mails that have not left at their last attempt and whose link still works, the oldest first."""
    last = select(func.max(DeliveryAnswer.id)).group_by(DeliveryAnswer.target_id)
    wanted = (
        select(QueuedMail, DeliveryAnswer, Delivery.dead_at, DeliveryTarget.next_at)
        .join(DeliveryTarget, DeliveryTarget.id == QueuedMail.target_id)
        .join(Delivery, Delivery.target_id == QueuedMail.target_id)
        .join(DeliveryAnswer, DeliveryAnswer.target_id == QueuedMail.target_id)
        .outerjoin(Invitation, Invitation.id == QueuedMail.invitation_id)
        .outerjoin(PasswordReset, PasswordReset.reporter_id == QueuedMail.reset_of_id)
        .where(DeliveryAnswer.id.in_(last), or_(Invitation.expires_at > now(), PasswordReset.expires_at > now()))
    )
    rows = db.session.execute(wanted.order_by(QueuedMail.id)).all()
    return [Stuck(mail, answer, None if dead_at else next_at) for mail, answer, dead_at, next_at in rows]
