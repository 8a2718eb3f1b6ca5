"""Which browsers are still to be told of what, and of what they have been told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from blog.extensions import db
from blog.models import Event, PushedKeyEvent, PushSubscription, TakenBackBanner, Verb

# Who gets a notification, as a condition on PushSubscription.
Audience = ColumnElement[bool]
_OF_BANNER = (Verb.SET_BANNER, Verb.CLEAR_BANNER)


def is_subscribed(visit_id: int, endpoint: str) -> bool:
    """Whether a browser is told of a visit."""
    known = PushSubscription.visit_id == visit_id, PushSubscription.endpoint == endpoint
    return db.session.scalar(select(PushSubscription.id).where(*known)) is not None


def untold(
    target_id: int, visit_id: int, seq: int, *, audience: Audience, after_id: int, most: int
) -> Sequence[PushSubscription]:
    """The next subscriptions of a target, by their ids, that have not been told of this event or a later one."""
    wanted = select(PushSubscription).where(PushSubscription.target_id == target_id)
    wanted = wanted.where(PushSubscription.visit_id == visit_id, PushSubscription.id > after_id)
    untold = PushSubscription.told_seq < seq
    return db.session.scalars(wanted.where(untold, audience).order_by(PushSubscription.id).limit(most)).all()


def who_wants_banners() -> Audience:
    return PushSubscription.wants_banner.is_(True)


def who_shows_a_banner() -> Audience:
    return PushSubscription.banner_seq > 0


def who_wants_key_events() -> Audience:
    return PushSubscription.wants_key.is_(True)


def who_was_told(of: PushedKeyEvent) -> Audience:
    return who_wants_key_events() & (PushSubscription.since_seq < of.seq) & (PushSubscription.told_seq >= of.seq)


def key_event(visit_id: int, subject: str) -> PushedKeyEvent | None:
    """The notification that there was of a key event."""
    return db.session.get(PushedKeyEvent, (visit_id, subject))


def why_taken_back(visit_id: int, seq: int) -> str:
    """Why the banner was taken back that went with this event; empty for one that was only cleared."""
    found = db.session.get(TakenBackBanner, visit_id)
    return found.note if found and found.seq == seq else ""


def replaces_banner(visit_id: int, seq: int) -> bool:
    """Whether the event that set a banner changed one that was there."""
    before = select(Event.verb).where(Event.visit_id == visit_id, Event.seq < seq, Event.verb.in_(_OF_BANNER))
    return db.session.scalar(before.order_by(Event.seq.desc()).limit(1)) is Verb.SET_BANNER
