"""Removes old entries of the audit. The chain keeps the number and the hash of the last of them, and signs them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from blog.extensions import db
from blog.models import AccountAct, AuditChain, AuditEntry, Visit
from blog.newsroom import audit, commits
from blog.newsroom.transaction import current_time


def prune(before: datetime) -> int:
    """Removes the entries before a time from every chain, each in a transaction of its own; returns how many."""
    chains = db.session.execute(select(AuditChain.name, AuditChain.visit_id).order_by(AuditChain.id)).all()
    db.session.rollback()
    count = 0
    for name, visit_id in chains:
        with commits.write_session() as session:
            if visit_id:  # whoever adds an entry has locked this row first
                session.execute(select(Visit.id).where(Visit.id == visit_id).with_for_update())
            count += _prune(session, name, before)
    if count:
        with commits.write_session() as session:
            audit.record(session, AccountAct.PRUNE_AUDIT, detail=str(count))
    return count


def _prune(session: Session, name: str, before: datetime) -> int:
    chain = session.scalars(select(AuditChain).where(AuditChain.name == name).with_for_update()).one()
    of_chain = AuditEntry.chain_id == chain.id
    kept = session.scalar(select(func.min(AuditEntry.number)).where(of_chain, AuditEntry.at >= before))
    last = chain.length if kept is None else kept - 1
    if last <= chain.pruned:
        return 0
    chain.pruned_hash = session.scalars(select(AuditEntry.hash).where(of_chain, AuditEntry.number == last)).one()
    count = last - chain.pruned
    chain.pruned, chain.pruned_at = last, current_time()
    audit.seal(chain)
    session.flush()  # the database lets entries go only once a checkpoint covers them
    session.execute(delete(AuditEntry).where(of_chain, AuditEntry.number <= last))
    return count
