"""Reads what every verb must know once it has the lock of its visit: who acts, the audit's chain, and who is told."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, joinedload

from blog.models import AuditChain, DeliveryTarget, Reporter, Update, Visit
from blog.models.audit import chain_name
from blog.newsroom import acting, audit
from blog.newsroom.errors import NotAllowed
from blog.permissions import SYSTEM, Actor, ActorId, may_write, may_write_to


class Known(NamedTuple):
    """What is known under the lock. `published_at` is when the newest update was published, `is_told` whether anybody
    outside may want to be told of changes."""

    by: Actor
    chain: AuditChain
    published_at: datetime | None
    is_told: bool


def read(session: Session, visit: Visit, by_id: ActorId, published: int) -> Known:
    """Reads all of it in one statement. `published` is the number of the newest update.

    Raises NotAllowed unless the account exists and belongs to the visit.
    """
    values = {"visit_id": visit.id, "account_id": acting.account_id(by_id), "published": published}
    account, chain, published_at, is_told = session.execute(_WANTED, values).unique().one()
    by = acting.as_actor(session, by_id, account)
    if by is not SYSTEM and not may_write_to(by, visit.id):
        raise NotAllowed(may_write.refusal)
    chain = chain or audit.lost(session, AuditChain(name=chain_name(visit.id), visit_id=visit.id))
    return Known(by, chain, published_at, is_told)


_NEWEST = select(Update.published_at).where(
    Update.visit_id == bindparam("visit_id"), Update.number == bindparam("published")
)
# Prepared once: every change asks it.
_WANTED = (
    select(Reporter, AuditChain, _NEWEST.scalar_subquery(), exists(select(DeliveryTarget.id)))
    .select_from(Visit)
    .outerjoin(Reporter, Reporter.id == bindparam("account_id"))
    .outerjoin(AuditChain, AuditChain.visit_id == Visit.id)
    .where(Visit.id == bindparam("visit_id"))
    .options(joinedload(Reporter.memberships))
)
