"""Gives an update prominence: pins it, and sets the banner for it when it is published."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from blog.models import Update, Verb
from blog.models.limits import BANNER_CHARACTERS
from blog.newsroom import banner
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import Transaction
from blog.permissions import SYSTEM, Permission, may_pin, may_set_banner
from blog.translation import _

BANNER, PIN = "banner", "pin"
# What may happen in the same step as the publication. Whether it is a key event is the post's own field.
ALSO = (BANNER, PIN, "key")
_PERMISSIONS: dict[str, Permission[...]] = {BANNER: may_set_banner, PIN: may_pin}


def choose(tx: Transaction, update: Update, also: Sequence[str] | None) -> None:
    """Keeps with an unpublished update what else is to happen when it is published; None leaves that as it is.

    Raises NotAllowed for what the account may not do.
    """
    if also is None:
        return
    if unknown := set(also) - set(ALSO):
        raise Invalid(also=_("Choose banner, pin or key, not %(words)s.", words=", ".join(sorted(unknown))))
    for name in (BANNER, PIN):
        if name in also:
            tx.require(_PERMISSIONS[name], tx.visit)
    update.also = " ".join(name for name in (BANNER, PIN) if name in also)


def carry_out(tx: Transaction, update: Update) -> None:
    """Does for an update that was just published what was chosen for it, as far as the acting account may."""
    names, update.also = chosen(update), ""
    allowed = [name for name in names if tx.by is SYSTEM or _PERMISSIONS[name](tx.by, tx.visit)]
    if PIN in allowed:
        pin(tx, update)
    if BANNER in allowed:
        banner.show(tx, update.announcement(BANNER_CHARACTERS), update)


def pin(tx: Transaction, update: Update) -> None:
    """Pins an update and unpins the one before it."""
    if update.is_pinned:
        return
    pinned = select(Update).where(Update.visit_id == tx.visit.id, Update.is_pinned)
    for other in tx.session.scalars(pinned):
        unpin(tx, other)
    update.is_pinned = True
    tx.log(Verb.PIN, update.public_id)


def unpin(tx: Transaction, update: Update) -> None:
    """Unpins an update."""
    update.is_pinned = False
    tx.log(Verb.UNPIN, update.public_id)


def chosen(update: Update) -> list[str]:
    """What was chosen to happen when the update is published."""
    return update.also.split()
