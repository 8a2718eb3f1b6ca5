"""What an account covers, for its private calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import CalendarAddress, Cover, Engagement, Reporter, Visit
from blog.models.invitation import digest
from blog.permissions import writable_visits


def owner_of(token: str) -> Reporter | None:
    """The account whose calendar has this token in its address, as long as it may sign in."""
    wanted = select(Reporter).join(CalendarAddress, CalendarAddress.reporter_id == Reporter.id)
    return db.session.scalar(wanted.where(CalendarAddress.digest == digest(token), Reporter.active))


def address_made_at(account_id: int) -> datetime | None:
    """When the address of an account was made; None when it has none."""
    return db.session.scalar(select(CalendarAddress.made_at).where(CalendarAddress.reporter_id == account_id))


def of(account: Reporter) -> Sequence[tuple[Visit, Engagement]]:
    """The engagements that an account covers at the visits that it still works for, by their beginning."""
    wanted = (
        select(Visit, Engagement)
        .join(Engagement, Engagement.visit_id == Visit.id)
        .join(Cover, Cover.engagement_id == Engagement.id)
        .where(Cover.reporter_id == account.id, writable_visits(account))
        .options(joinedload(Engagement.stop))
        .order_by(Engagement.begins_at, Engagement.id)
    )
    return [(visit, one) for visit, one in db.session.execute(wanted)]
