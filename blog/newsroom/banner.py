"""The breaking-news banner: set or rewrite it in place, clear it, let it lapse."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from blog.models import Banner, Level, State, Update, Verb
from blog.newsroom.errors import Invalid, Refused
from blog.newsroom.posts import check_length, visible
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_banner
from blog.text import clock
from blog.text.cleaning import one_line

BANNER_CHARACTERS = 280


@verb(may_set_banner)
def set_banner(
    tx: Transaction,
    text: str,
    *,
    level: str = Level.BREAKING,
    update: str = "",
    expires_at: datetime | None = None,
    seq: int | None = None,
) -> None:
    """Sets the banner's words, or rewrites them where they stand. `update` is the public id of what it leads to.

    `seq` is that of the banner which the form showed, 0 for none; Refused when another stands there by now.
    """
    errors: dict[str, str] = {}
    words = visible(one_line(text))
    if not words:
        errors["text"] = "Write the banner's text, or clear the banner to take it away."
    check_length(errors, "text", "The banner", words, BANNER_CHARACTERS)
    if level not in tuple(Level):
        errors["level"] = f"Choose one of {', '.join(Level)}."
    if expires_at and expires_at <= tx.at:
        errors["expires_at"] = "The banner would already be gone: choose a time that is still to come."
    if clock.is_outside(expires_at):
        errors["expires_at"] = clock.OUTSIDE
    target = _target(tx, update, errors)
    if errors:
        raise Invalid(**errors)
    banner = _banner(tx)
    if seq is not None and seq != (banner.seq if banner else 0):
        raise Refused(
            "Somebody else changed the banner in the meantime. Look at it, then send yours again to replace it."
        )
    banner = banner or Banner(visit_id=tx.visit.id)
    banner.text, banner.level, banner.update, banner.expires_at = words, Level(level), target, expires_at
    banner.set_at, banner.seq = tx.at, tx.log(Verb.SET_BANNER)
    tx.session.add(banner)


@verb(may_set_banner)
def clear_banner(tx: Transaction) -> None:
    """Takes the banner away."""
    remove(tx)


def remove(tx: Transaction) -> None:
    """The same as a part of another change: what has ended breaks no more."""
    if banner := _banner(tx):
        tx.session.delete(banner)
        tx.log(Verb.CLEAR_BANNER)


@verb()
def expire(tx: Transaction) -> None:
    """Takes the banner away if its time is over; asked for by the clock, on behalf of nobody."""
    banner = _banner(tx)
    if banner and banner.expires_at and banner.expires_at <= tx.at:
        remove(tx)


def _banner(tx: Transaction) -> Banner | None:
    return tx.session.scalar(select(Banner).where(Banner.visit_id == tx.visit.id))


def _target(tx: Transaction, public_id: str, errors: dict[str, str]) -> Update | None:
    if not public_id:
        return None
    wanted = select(Update).where(Update.visit_id == tx.visit.id, Update.public_id == public_id)
    update = tx.session.scalar(wanted)
    if update is None or update.state is not State.PUBLISHED:
        errors["update"] = "The banner can lead only to an update of this visit that is published."
        return None
    return update
