"""Queues notifications of banners and key events: one delivery for each service of browsers, however many those are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from blog.models import (
    Channel,
    Delivery,
    DeliveryTarget,
    Event,
    PushedKeyEvent,
    PushSubscription,
    TakenBackBanner,
    Verb,
    Visit,
)
from blog.models.visit import now

_OF_BANNER = (Verb.SET_BANNER, Verb.CLEAR_BANNER)
# Whether they are about a key event is asked when they are sent.
_OF_UPDATES = (Verb.PUBLISH, Verb.EDIT, Verb.KEY, Verb.WITHDRAW, Verb.PURGE)


def wants(session: Session, visit: Visit, told: Sequence[Event]) -> Iterator[Delivery]:
    """The deliveries that notify browsers of these events."""
    if any(event.verb is Verb.OPEN for event in told):
        _start_over(session, visit)
    told = [event for event in told if event.verb in (*_OF_BANNER, *_OF_UPDATES)]
    if not told:
        return
    subscribed = [PushSubscription.target_id == DeliveryTarget.id, PushSubscription.visit_id == visit.id]
    if all(event.verb in _OF_UPDATES for event in told):
        subscribed.append(PushSubscription.wants_key.is_(True))
    targets = select(DeliveryTarget.id).where(DeliveryTarget.channel == Channel.PUSH, exists().where(*subscribed))
    for target_id in session.scalars(targets.order_by(DeliveryTarget.id)).all():
        _drop_outdated(session, target_id, visit, told)
        for event in told:
            about = {"seq": event.seq, "verb": event.verb, "subject": event.subject}
            yield Delivery(target_id=target_id, visit_id=visit.id, created_at=now(), **about)


def _drop_outdated(session: Session, target_id: int, visit: Visit, told: Sequence[Event]) -> None:
    """Takes out what waits of a banner that has changed or gone: only its last state is told."""
    if any(event.verb in _OF_BANNER for event in told):
        waiting = delete(Delivery).where(Delivery.target_id == target_id, Delivery.visit_id == visit.id)
        session.execute(waiting.where(Delivery.verb == Verb.SET_BANNER))


def _start_over(session: Session, visit: Visit) -> None:
    """Forgets the numbers of a log that has been emptied. Browsers go on with the new one."""
    for told in (PushedKeyEvent, TakenBackBanner):
        session.execute(delete(told).where(told.visit_id == visit.id))
    of_visit = update(PushSubscription).where(PushSubscription.visit_id == visit.id)
    session.execute(of_visit.values(since_seq=0, told_seq=0, banner_seq=0))
