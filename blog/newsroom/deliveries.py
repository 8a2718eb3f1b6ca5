"""Works the queue of what leaves the site: leases, attempts, and what is given up. `queueing` fills it.

Each target gets its deliveries in the order of the changes. One that does not answer is asked again later and later,
and delays nobody else.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from blog.extensions import db
from blog.models import Channel, Delivery, DeliveryTarget, Verb
from blog.models.delivery import ONE_OFF
from blog.newsroom import attempts, commits
from blog.newsroom.attempts import Answer, Outcome
from blog.newsroom.transaction import current_time

# A process that was killed leaves its target to another one after this time, which is longer than any attempt.
LEASE = timedelta(seconds=60)
# Before the second attempt, the third, and so on; after the last of them, once an hour.
BACKOFF = tuple(timedelta(seconds=each) for each in (5, 30, 120, 300, 900, 1800, 3600))
# So that targets which failed together are not all asked again in the same second.
JITTER = 0.2
# A receiver may ask for a longer wait by `Retry-After`.
MOST_WAIT = timedelta(hours=6)
# What could not be delivered for so long is given up, and kept until somebody sends it again or discards it.
MAX_AGE = timedelta(days=3)
# What is due is normally claimed within seconds; an alert fires for anything that has waited this long.
OVERDUE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claimed:
    """A target to which this process sends now."""

    target_id: int
    channel: Channel


@dataclass(frozen=True)
class Waiting:
    """A delivery that waits. It stays readable when its row is taken out meanwhile."""

    id: int
    target_id: int
    visit_id: int | None
    seq: int | None
    verb: Verb | None
    subject: str
    progress: str
    created_at: datetime


@dataclass(frozen=True)
class Settled:
    """Whether the target is sent to at once again, and how many deliveries were given up."""

    goes_on: bool
    given_up: int = 0


def due_channels() -> Sequence[Channel]:
    """The channels for which something is due."""
    channels = db.session.scalars(select(DeliveryTarget.channel).where(_is_due()).distinct()).all()
    db.session.rollback()
    return channels


def count_overdue() -> int:
    """For how many targets something has been due for longer than `OVERDUE`, as when nobody works the queue."""
    late = current_time() - OVERDUE
    queued = select(Delivery.id).where(Delivery.created_at <= late, Delivery.dead_at.is_(None))
    waits = DeliveryTarget.next_at.is_(None) & queued.where(Delivery.target_id == DeliveryTarget.id).exists()
    count = select(func.count(DeliveryTarget.id)).where(_is_due(), or_(DeliveryTarget.next_at <= late, waits))
    found = db.session.scalar(count) or 0
    db.session.rollback()
    return found


def claim(channel: Channel, most: int) -> Sequence[Claimed]:
    """Claims at most so many targets of a channel for which something is due. Nobody else sends to them before the
    lease ends."""
    if most <= 0:
        return []
    with commits.write_session() as session:
        due = select(DeliveryTarget).where(DeliveryTarget.channel == channel, _is_due()).limit(most)
        in_order = due.order_by(DeliveryTarget.next_at, DeliveryTarget.id).with_for_update(skip_locked=True)
        targets = session.scalars(in_order).all()
        for target in targets:
            target.leased_until = current_time() + LEASE
        return [Claimed(target.id, target.channel) for target in targets]


def oldest_waiting(target_id: int) -> Waiting | None:
    """What a target gets next; None when it has everything or is switched off."""
    columns = [Delivery.__table__.c[field.name] for field in fields(Waiting)]
    waiting = select(*columns).join(DeliveryTarget).where(DeliveryTarget.is_on, *_waits_for(target_id))
    row = db.session.execute(waiting.order_by(Delivery.id).limit(1)).first()
    return Waiting(*row) if row else None


def settle(delivery: Waiting, answer: Answer) -> Settled:
    """Does what the outcome of an attempt says."""
    with commits.write_session() as session:
        target = session.get(DeliveryTarget, delivery.target_id)
        if target is None:  # removed meanwhile, with what waited for it
            return Settled(goes_on=False)
        if answer.outcome is Outcome.NOT_YET:
            target.next_at, target.leased_until = current_time() + answer.wait, None
            return Settled(goes_on=False)
        if answer.outcome in (Outcome.FAILED, Outcome.GONE):
            attempts.keep(session, target.id, answer)
            return Settled(goes_on=False, given_up=_fail(session, target, delivery, answer))
        if target.channel in ONE_OFF and answer.outcome is not Outcome.IN_PART:
            session.delete(target)
            return Settled(goes_on=False)
        _advance(session, target, delivery, answer)
        return Settled(goes_on=True)


def _advance(session: Session, target: DeliveryTarget, delivery: Waiting, answer: Answer) -> None:
    if answer.outcome is Outcome.DELIVERED:
        attempts.keep(session, target.id, answer)
    if answer.outcome is Outcome.IN_PART:
        session.execute(update(Delivery).where(*_is(delivery)).values(progress=answer.progress))
    else:
        session.execute(delete(Delivery).where(*_is(delivery)))
    target.leased_until, target.next_at = current_time() + LEASE, None
    target.failures, target.failing_since = 0, None


def _fail(session: Session, target: DeliveryTarget, delivery: Waiting, answer: Answer) -> int:
    """Returns how many deliveries are given up."""
    now = current_time()
    target.failures += 1
    target.failing_since = target.failing_since or now
    target.next_at = now + max(_delay(target.failures), min(answer.wait, MOST_WAIT))
    target.leased_until = None
    if answer.outcome is Outcome.GONE:
        target.is_on, target.off_reason = False, str(answer.status or answer.error)
        return _give_up(session, *_waits_for(target.id))
    if delivery.created_at < now - MAX_AGE:
        return _give_up(session, *_is(delivery))
    return 0


def release(claimed: Claimed) -> None:
    """Ends the lease of a target that has everything."""
    with commits.write_session() as session:
        mine = update(DeliveryTarget).where(DeliveryTarget.id == claimed.target_id)
        session.execute(mine.values(leased_until=None))


def send_again(session: Session, target: DeliveryTarget) -> int:
    """Queues again what was given up, in its order, before everything that is newer. Returns how many there are."""
    given_up = (Delivery.target_id == target.id, Delivery.dead_at.is_not(None))
    found = session.execute(update(Delivery).where(*given_up).values(dead_at=None, created_at=current_time()))
    target.next_at, target.failures, target.failing_since = None, 0, None
    return int(found.rowcount)  # type: ignore[attr-defined]


def discard(session: Session, target: DeliveryTarget) -> int:
    """Deletes what was given up. Returns how many there were."""
    given_up = (Delivery.target_id == target.id, Delivery.dead_at.is_not(None))
    return int(session.execute(delete(Delivery).where(*given_up)).rowcount)  # type: ignore[attr-defined]


def _is_due() -> ColumnElement[bool]:
    now = current_time()
    waits = select(Delivery.id).where(Delivery.target_id == DeliveryTarget.id, Delivery.dead_at.is_(None)).exists()
    return (
        DeliveryTarget.is_on
        & or_(DeliveryTarget.next_at.is_(None), DeliveryTarget.next_at <= now)
        & or_(DeliveryTarget.leased_until.is_(None), DeliveryTarget.leased_until <= now)
        & waits
    )


def _waits_for(target_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Delivery.target_id == target_id, Delivery.dead_at.is_(None)


def _is(delivery: Waiting) -> tuple[ColumnElement[bool], ...]:
    """The row of a delivery. It may have been taken out meanwhile, and SQLite gives its id to the next one then."""
    same_event = Delivery.seq.is_not_distinct_from(delivery.seq)
    return Delivery.id == delivery.id, Delivery.target_id == delivery.target_id, same_event


def _give_up(session: Session, *which: ColumnElement[bool]) -> int:
    found = session.execute(update(Delivery).where(*which).values(dead_at=current_time()))
    return int(found.rowcount)  # type: ignore[attr-defined]


def _delay(failures: int) -> timedelta:
    usual = BACKOFF[min(failures, len(BACKOFF)) - 1]
    return usual * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 — it spreads load, nothing is secret


def next_attempt_at(target: DeliveryTarget) -> datetime | None:
    """When a target is asked again; None when it may be at once."""
    return target.next_at if target.next_at and target.next_at > current_time() else None
