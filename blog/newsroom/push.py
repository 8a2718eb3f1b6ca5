"""Subscribes browsers to notifications of a visit, and keeps which of them have been told of what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.models import Channel, Delivery, DeliveryTarget, PushedKeyEvent, PushService, PushSubscription, Visit
from blog.models.push import ENDPOINT_CHARACTERS
from blog.newsroom import commits
from blog.newsroom.deliveries import Waiting
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import current_time
from blog.push import hosts, vapid
from blog.translation import _

BANNER, KEY = "banner", "key"
AUTH_BYTES = 16
# Before a browser that alone did not get a message is sent it again.
FIRST_WAIT = timedelta(seconds=5)


@dataclass(frozen=True)
class Wanted:
    """What a browser gave: the address at its service, the keys to encrypt for it, and what it wants to be told of."""

    endpoint: str
    public_key: str
    auth: str
    about: Collection[str]


def subscribe(visit_id: int, wanted: Wanted, services: Sequence[str]) -> bool:
    """Adds a subscription, or changes what it is about. Returns whether it is new. Raises Invalid.

    `services` are the hosts of which an endpoint may be. The browser is told of what happens from now on.
    """
    host = _check(wanted, services)
    with commits.write_session() as session:
        head = session.scalars(select(Visit.head).where(Visit.id == visit_id)).one()
        known = session.scalar(_found(visit_id, wanted.endpoint))
        if known is None:
            service = _service(session, host)
            known = PushSubscription(visit_id=visit_id, endpoint=wanted.endpoint, since_seq=head, told_seq=head)
            known.service_id, known.target_id, known.created_at = service.id, service.target_id, current_time()
            session.add(known)
            is_new = True
        else:
            is_new = False
        known.public_key, known.auth = wanted.public_key, wanted.auth
        known.wants_banner, known.wants_key = BANNER in wanted.about, KEY in wanted.about
        return is_new


def unsubscribe(visit_id: int, endpoint: str) -> None:
    """Removes a subscription; one that is not known is removed already."""
    with commits.write_session() as session:
        if known := session.scalar(_found(visit_id, endpoint)):
            _remove(session, visit_id, [known.id])


@dataclass(frozen=True)
class Told:
    """What became of a message to several browsers, by the ids of their subscriptions.

    `done` have it or never will; `gone` do not exist any more; `failed` are sent it again, each by itself.
    """

    done: Sequence[int]
    gone: Sequence[int]
    failed: Sequence[int] = ()


def note(delivery: Waiting, told: Told, *, banner_seq: int | None = None, of_key_event: bool = False) -> None:
    """Notes who has been told of a delivery. `banner_seq` is the banner that they show now, 0 for none."""
    with commits.write_session() as session:
        _remove(session, delivery.visit_id, told.gone)
        values = {"told_seq": delivery.seq} | ({} if banner_seq is None else {"banner_seq": banner_seq})
        told_now = [*told.done, *told.failed]
        session.execute(update(PushSubscription).where(PushSubscription.id.in_(told.done)).values(values))
        if of_key_event and told_now:
            session.merge(PushedKeyEvent(visit_id=delivery.visit_id, subject=delivery.subject, seq=delivery.seq))
        if told.failed:
            _set_apart(session, delivery, told.failed)
        elif told.done:
            _bring_back(session, delivery, told.done)


def _set_apart(session: Session, delivery: Waiting, ids: Sequence[int]) -> None:
    """Gives each of these browsers a target of its own, which is sent to again and again and delays no other."""
    _lock(session, delivery.visit_id)
    for subscription in session.scalars(select(PushSubscription).where(PushSubscription.id.in_(ids))).all():
        target = DeliveryTarget(channel=Channel.PUSH, failures=1, next_at=current_time() + FIRST_WAIT)
        session.add(target)
        session.flush()
        subscription.target_id = target.id
        about = {"seq": delivery.seq, "verb": delivery.verb, "subject": delivery.subject}
        session.add(Delivery(target_id=target.id, visit_id=delivery.visit_id, created_at=delivery.created_at, **about))


def _bring_back(session: Session, delivery: Waiting, ids: Sequence[int]) -> None:
    """Lets a browser that was set apart share its service's target again, once nothing else waits for it."""
    if session.scalar(select(PushService.id).where(PushService.target_id == delivery.target_id)):
        return
    _lock(session, delivery.visit_id)
    others = Delivery.target_id == delivery.target_id, Delivery.id != delivery.id
    if session.scalar(select(Delivery.id).where(*others).limit(1)):
        return
    for subscription in session.scalars(select(PushSubscription).where(PushSubscription.id.in_(ids))).all():
        subscription.target_id = session.scalars(
            select(PushService.target_id).where(PushService.id == subscription.service_id)
        ).one()
    session.flush()
    session.execute(delete(DeliveryTarget).where(DeliveryTarget.id == delivery.target_id))


def _lock(session: Session, visit_id: int | None) -> None:
    """Lets no change of the visit queue anything for a target while subscriptions leave it."""
    session.execute(select(Visit.id).where(Visit.id == visit_id).with_for_update())


def _remove(session: Session, visit_id: int | None, ids: Sequence[int]) -> None:
    """Deletes subscriptions, and with each the target that it had alone."""
    if not ids:
        return
    of_these = select(PushSubscription.target_id).where(PushSubscription.id.in_(ids))
    shared = exists().where(PushService.target_id == DeliveryTarget.id)
    alone = session.scalars(select(DeliveryTarget.id).where(DeliveryTarget.id.in_(of_these), ~shared)).all()
    session.execute(delete(PushSubscription).where(PushSubscription.id.in_(ids)))
    if alone:
        _lock(session, visit_id)
        session.execute(delete(DeliveryTarget).where(DeliveryTarget.id.in_(alone)))


def _check(wanted: Wanted, services: Sequence[str]) -> str:
    """The host of the service. Raises Invalid."""
    host = hosts.service_of(wanted.endpoint, services) if len(wanted.endpoint) <= ENDPOINT_CHARACTERS else None
    if host is None:
        raise Invalid(endpoint=_("This site sends nothing to the notification service of this browser."))
    try:
        is_good = vapid.is_point(vapid.from_base64url(wanted.public_key))
        is_good = is_good and len(vapid.from_base64url(wanted.auth)) == AUTH_BYTES
    except ValueError:
        is_good = False
    if not is_good:
        raise Invalid(keys=_("The keys of this subscription cannot be used. Turn notifications off and on again."))
    if not wanted.about or set(wanted.about) - {BANNER, KEY}:
        raise Invalid(about=_("Choose banner, key or both."))
    return host


def _service(session: Session, host: str) -> PushService:
    """The service at this host, which is made with its target when it is missing."""
    wanted = select(PushService).where(PushService.host == host)
    if found := session.scalar(wanted):
        return found
    try:
        with session.begin_nested():
            session.add(target := DeliveryTarget(channel=Channel.PUSH))
            session.flush()
            session.add(made := PushService(host=host, target_id=target.id))
    except IntegrityError:  # another process was faster
        return session.scalars(wanted).one()
    return made


def _found(visit_id: int, endpoint: str) -> Select[PushSubscription]:
    return select(PushSubscription).where(PushSubscription.visit_id == visit_id, PushSubscription.endpoint == endpoint)
