"""Adds, changes and removes webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import Channel, DeliveryTarget, Visit, Webhook
from blog.models.account_act import AccountAct
from blog.models.webhook import EVENTS, URL_CHARACTERS
from blog.newsroom import attempts, audit, commits, deliveries
from blog.newsroom.acting import actor, require
from blog.newsroom.attempts import Answer
from blog.newsroom.errors import Invalid, NotFound
from blog.newsroom.transaction import current_time
from blog.newsroom.wording import check_length, visible_line
from blog.permissions import ActorId, may_manage_webhooks
from blog.translation import _

NAME_CHARACTERS = 80


@dataclass(frozen=True)
class Subscription:
    """What a webhook gets and where: the `events` of the visit with this slug, or of all where it is empty.

    The caller has checked that the address leads to the public internet; `refusal` says why nothing may be posted
    there.
    """

    name: str
    url: str
    events: Sequence[str]
    visit: str = ""
    refusal: str = ""


def add(by_id: ActorId, wanted: Subscription) -> str:
    """Adds a webhook and returns its public id."""
    with commits.write_session() as session:
        require(actor(session, by_id), may_manage_webhooks)
        webhook = Webhook(target=DeliveryTarget(channel=Channel.WEBHOOK), created_at=current_time())
        _apply(session, webhook, wanted)
        session.add(webhook)
        session.flush()
        audit.record(session, AccountAct.ADD_WEBHOOK, subject=webhook.public_id)
        return webhook.public_id


def change(by_id: ActorId, public_id: str, wanted: Subscription) -> None:
    """Changes what a webhook gets and where."""
    with commits.write_session() as session:
        webhook = _get(session, by_id, public_id)
        if wanted.url.strip() != webhook.url:  # another receiver has nothing to be patient with
            webhook.target.next_at, webhook.target.failures, webhook.target.failing_since = None, 0, None
        _apply(session, webhook, wanted)
        audit.record(session, AccountAct.CHANGE_WEBHOOK, subject=public_id)


def switch(by_id: ActorId, public_id: str, *, is_on: bool) -> None:
    """Switches a webhook off or on. What happens while it is off is not told later; what waits is kept."""
    with commits.write_session() as session:
        target = _get(session, by_id, public_id).target
        target.is_on, target.off_reason, target.next_at = is_on, "", None
        target.failures, target.failing_since = 0, None
        audit.record(session, AccountAct.SWITCH_WEBHOOK, subject=public_id, detail="on" if is_on else "off")


def rotate(by_id: ActorId, public_id: str) -> None:
    """Gives a webhook a new secret. For a day everything is signed with the old one too."""
    with commits.write_session() as session:
        webhook = _get(session, by_id, public_id)
        webhook.secret_number += 1
        webhook.rotated_at = current_time()
        audit.record(session, AccountAct.ROTATE_SECRET, subject=public_id)


def remove(by_id: ActorId, public_id: str) -> None:
    """Removes a webhook with everything that waits for it."""
    with commits.write_session() as session:
        webhook = _get(session, by_id, public_id)
        session.delete(webhook.target)
        session.delete(webhook)
        audit.record(session, AccountAct.REMOVE_WEBHOOK, subject=public_id)


def send_again(by_id: ActorId, public_id: str) -> int:
    """Sends again what was given up, in its order. Returns how many deliveries there are."""
    with commits.write_session() as session:
        number = deliveries.send_again(session, _get(session, by_id, public_id).target)
        audit.record(session, AccountAct.SEND_AGAIN, subject=public_id, detail=str(number))
        return number


def discard(by_id: ActorId, public_id: str) -> int:
    """Deletes what was given up. Returns how many deliveries there were."""
    with commits.write_session() as session:
        number = deliveries.discard(session, _get(session, by_id, public_id).target)
        audit.record(session, AccountAct.DISCARD_DELIVERIES, subject=public_id, detail=str(number))
        return number


def note_test(by_id: ActorId, public_id: str, answer: Answer) -> None:
    """Keeps how a test was answered."""
    with commits.write_session() as session:
        attempts.keep(session, _get(session, by_id, public_id).target_id, answer)
        audit.record(session, AccountAct.TEST_WEBHOOK, subject=public_id, detail=str(answer.status or "no answer"))


def _apply(session: Session, webhook: Webhook, wanted: Subscription) -> None:
    errors: dict[str, str] = {}
    webhook.name, webhook.url = visible_line(wanted.name), wanted.url.strip()
    if not webhook.name:
        errors["name"] = _("Enter a name, such as the program that receives it.")
    check_length(errors, "name", _("The name"), webhook.name, NAME_CHARACTERS)
    if wanted.refusal:
        errors["url"] = wanted.refusal
    if not webhook.url:
        errors["url"] = _("Enter the address to which the messages are sent.")
    check_length(errors, "url", _("The address"), webhook.url, URL_CHARACTERS)
    webhook.event_names = " ".join(event for event in EVENTS if event in wanted.events)
    if not webhook.event_names:
        errors["events"] = _("Choose at least one kind of event.")
    webhook.visit_id = session.scalar(select(Visit.id).where(Visit.slug == wanted.visit)) if wanted.visit else None
    if wanted.visit and webhook.visit_id is None:
        errors["visit"] = _("There is no such visit.")
    if errors:
        raise Invalid(**errors)


def _get(session: Session, by_id: ActorId, public_id: str) -> Webhook:
    require(actor(session, by_id), may_manage_webhooks)
    found = session.scalar(select(Webhook).where(Webhook.public_id == public_id))
    if found is None:
        raise NotFound(_("There is no such webhook. Perhaps somebody has removed it."))
    return found
