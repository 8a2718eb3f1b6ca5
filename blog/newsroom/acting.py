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
    if by_id is SYSTEM:
        return SYSTEM
    if isinstance(by_id, KeyHolder):
        return _holder(session, by_id)
    # The type forbids None, but a row that was never saved has it as its id.
    if isinstance(by_id, int) and (reporter := _account(session, by_id)):
        return reporter
    raise NotAllowed(_("Your account no longer exists. Ask an administrator for a new one."))


def _holder(session: Session, holder: KeyHolder) -> Reporter:
    """The account with the key through which it acts, unless that has just ended."""
    reporter, key = _account(session, holder.account_id), session.get(ApiKey, holder.key_id)
    if reporter is None or key is None or not key.is_valid(now()):
        raise NotAllowed(_("This key has ended. Make a new one."))
    reporter.key = key
    return reporter


def _account(session: Session, account_id: int) -> Reporter | None:
    return session.get(Reporter, account_id, options=[joinedload(Reporter.memberships)])


def require(by: Actor, permission: Permission[P], *about: P.args, **more: P.kwargs) -> None:
    """Raises NotAllowed unless the account has the permission. The system itself may do everything."""
    if by is not SYSTEM and not permission(by, *about, **more):
        raise NotAllowed(permission.why_not(by, *about, **more))
