"""Queues notifications of the WebSub hub: a visit's feeds have changed, so that subscribers need not poll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.extensions import db
from blog.models import Channel, Delivery, DeliveryTarget, Event, Status, Visit
from blog.models.delivery import IS_HUB
from blog.models.visit import now
from blog.newsroom import commits


def wants(session: Session, visit: Visit, told: Sequence[Event]) -> Iterator[Delivery]:
    """One notification of a change, however many events it has.

    At most two of a visit wait: the oldest, which may be on its way, and the newest, which says that all is told.
    """
    hub = select(DeliveryTarget.id).where(IS_HUB, DeliveryTarget.is_on)
    target_id = session.scalar(hub) if told and visit.status is not Status.HELD else None
    if target_id is None:
        return
    of_visit = Delivery.target_id == target_id, Delivery.visit_id == visit.id
    oldest = session.scalar(select(func.min(Delivery.id)).where(*of_visit, Delivery.dead_at.is_(None)))
    session.execute(delete(Delivery).where(*of_visit, Delivery.id != (oldest or 0)))
    yield Delivery(target_id=target_id, visit_id=visit.id, created_at=now())


def note_hub(*, is_set: bool) -> None:
    """Notes whether the site has a hub: without one nothing is queued, and what waited for it is deleted."""
    is_on = db.session.scalar(select(DeliveryTarget.is_on).where(IS_HUB))
    db.session.rollback()
    if bool(is_on) is is_set:
        return
    with commits.write_session() as session:
        target = _target(session)
        target.is_on, target.next_at = is_set, None
        if not is_set:
            session.execute(delete(Delivery).where(Delivery.target_id == target.id))


def _target(session: Session) -> DeliveryTarget:
    """The hub's target, which is made when it is missing."""
    if found := session.scalar(select(DeliveryTarget).where(IS_HUB)):
        return found
    try:
        with session.begin_nested():
            session.add(made := DeliveryTarget(channel=Channel.WEBSUB))
    except IntegrityError:  # another process was faster
        return session.scalars(select(DeliveryTarget).where(IS_HUB)).one()
    return made
