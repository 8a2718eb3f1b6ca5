"""Erases an account from the audit. The chains hold: they cover digests, whose salts are erased as well."""

from __future__ import annotations

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from blog.extensions import secret_keys
from blog.models import AuditEntry, AuditTally

BATCH_SIZE = 500


def erase(session: Session, account_id: int) -> None:
    """Erases from every entry that an account acted, and from where, and that an entry concerned it.

    From where somebody tried to sign in to it goes too: perhaps it was the same person.
    """
    [key, *_older] = secret_keys()
    concerned = or_(AuditEntry.actor_id == account_id, AuditEntry.about_id == account_id)
    while found := session.scalars(select(AuditEntry).where(concerned).limit(BATCH_SIZE)).all():
        for entry in found:
            if entry.actor_id in (account_id, None):
                entry.erase_actor(key)
            if entry.about_id == account_id:
                entry.erase_about(key)
        session.flush()  # what is erased is not found again
        session.expunge_all()
    session.execute(delete(AuditTally).where(AuditTally.account_id == account_id))
