"""Queues what the outside is told of a change, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from blog.models import Channel, Delivery, DeliveryTarget, Event, Status, Verb, Visit, Webhook
from blog.models.visit import now
from blog.newsroom import push_queueing, websub

_TAKEN_BACK = (Verb.WITHDRAW, Verb.PURGE)

# Which deliveries a channel wants when a visit has changed. It may look at what waits already; it makes few rows.
Wants = Callable[[Session, Visit, Sequence[Event]], Iterator[Delivery]]


def enqueue(session: Session, visit: Visit, events: Sequence[Event], at: datetime, *, is_told: bool) -> None:
    """Queues the events of a transaction, dated `at`, for everyone who wants to know of them, in that transaction.

    What waits for an update that is withdrawn or purged is taken out: nothing that says more may arrive later.
    Unless `is_told`, nobody outside wants anything or has anything waiting.
    """
    is_new_log = any(event.verb is Verb.OPEN for event in events)
    if not (is_told or is_new_log):
        return
    if taken_back := [event.subject for event in events if event.verb in _TAKEN_BACK]:
        session.execute(delete(Delivery).where(Delivery.visit_id == visit.id, Delivery.subject.in_(taken_back)))
    if is_new_log:  # of a new log: the numbers of the old one mean nothing in it
        session.execute(delete(Delivery).where(Delivery.visit_id == visit.id))
    told = events if visit.status is not Status.HELD else _of_held(visit, events, at)
    known = CHANNELS if is_new_log else set(session.scalars(select(DeliveryTarget.channel).distinct()))
    for channel, wants in CHANNELS.items():
        if channel in known:
            session.add_all(wants(session, visit, told))


def delivery_of(target_id: int, visit: Visit, event: Event) -> Delivery:
    """A delivery that tells a target of an event."""
    about = {"seq": event.seq, "verb": event.verb, "subject": event.subject}
    return Delivery(target_id=target_id, visit_id=visit.id, created_at=now(), **about)


def _of_held(visit: Visit, events: Sequence[Event], at: datetime) -> Sequence[Event]:
    """Of a visit that is held only that it is not public any more, once: before that it was."""
    is_held_now = visit.status_at == at
    return [event for event in events if event.verb is Verb.SET_STATUS and is_held_now]


def _webhooks(session: Session, visit: Visit, told: Sequence[Event]) -> Iterator[Delivery]:
    wanted = select(Webhook.target_id).join(DeliveryTarget, DeliveryTarget.id == Webhook.target_id)
    of_visit = or_(Webhook.visit_id.is_(None), Webhook.visit_id == visit.id)
    for target_id in session.scalars(wanted.where(DeliveryTarget.is_on, of_visit).order_by(Webhook.id)).all():
        yield from (delivery_of(target_id, visit, event) for event in told)


# A channel that is told of changes adds itself here.
CHANNELS: dict[Channel, Wants] = {
    Channel.WEBHOOK: _webhooks,
    Channel.PUSH: push_queueing.wants,
    Channel.WEBSUB: websub.wants,
}
