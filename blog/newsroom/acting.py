"""Who acts: loads the account behind an act, and asks whether it may."""

from __future__ import annotations

from typing import ParamSpec

from sqlalchemy.orm import Session, joinedload

from blog.models import ApiKey, Reporter
from blog.models.visit import now
from blog.newsroom.errors import NotAllowed
from blog.permissions import SYSTEM, Actor, ActorId, KeyHolder, Permission
from blog.translation import _

P = ParamSpec("P")


def actor(session: Session, by_id: ActorId) -> Actor:
    """Loads the acting account; the system is itself. Raises NotAllowed when there is no such account."""
    wanted = account_id(by_id)
    loaded = session.get(Reporter, wanted, options=[joinedload(Reporter.memberships)]) if wanted else None
    return as_actor(session, by_id, loaded)


def account_id(by_id: ActorId) -> int | None:
    """The id of the account that acts; None for the system."""
    if by_id is SYSTEM:
        return None
    return by_id.account_id if isinstance(by_id, KeyHolder) else by_id


def as_actor(session: Session, by_id: ActorId, account: Reporter | None) -> Actor:
    """The same as `actor`, of the account as it was loaded with its memberships."""
    if by_id is SYSTEM:
        return SYSTEM
    if isinstance(by_id, KeyHolder):
        return _holder(session, by_id, account)
    if account is None:
        raise NotAllowed(_("Your account no longer exists. Ask an administrator for a new one."))
    return account


def _holder(session: Session, holder: KeyHolder, account: Reporter | None) -> Reporter:
    """The account with the key through which it acts, unless that has just ended."""
    key = session.get(ApiKey, holder.key_id)
    if account is None or key is None or not key.is_valid(now()):
        raise NotAllowed(_("This key has ended. Make a new one."))
    account.key = key
    return account


def require(by: Actor, permission: Permission[P], *about: P.args, **more: P.kwargs) -> None:
    """Raises NotAllowed unless the account has the permission. The system itself may do everything."""
    if by is not SYSTEM and not permission(by, *about, **more):
        raise NotAllowed(permission.why_not(by, *about, **more))
