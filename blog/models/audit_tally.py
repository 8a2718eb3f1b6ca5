"""Refusals that are still being counted: after some minutes each count becomes one entry of the audit."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.account_act import AccountAct
from blog.models.audit import SUBJECT_CHARACTERS, AuditEntry, Door
from blog.models.columns import Key
from blog.models.reporter import Reporter
from blog.models.session import ADDRESS_CHARACTERS

COUNTED_TOGETHER = timedelta(minutes=10)


class AuditTally(Base):
    """How often an account was refused something, from an address, within ten minutes that began at `began_at`.

    `account_id` is who asked, or at a sign-in whose account was tried; 0 for an account that does not exist. What was
    typed is not kept: people type passwords into the wrong field.
    """

    __tablename__ = "audit_tally"
    __table_args__ = (UniqueConstraint("act", "account_id", "address", "subject", "began_at"),)

    id: Mapped[Key]
    act: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int]
    address: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS))
    subject: Mapped[str] = mapped_column(String(SUBJECT_CHARACTERS))
    began_at: Mapped[datetime] = mapped_column(index=True)
    door: Mapped[str] = mapped_column(String(16))
    count: Mapped[int]

    def entry(self, account: Reporter | None) -> AuditEntry:
        """The entry that it becomes, which is in no chain yet. `account` is the one with its `account_id`, if any."""
        entry = AuditEntry(act=self.act, subject=self.subject, detail="", door=Door(self.door), count=self.count)
        entry.at, entry.address = self.began_at, self.address or None
        if account and self.act == AccountAct.REFUSE_SIGN_IN:  # perhaps somebody else tried
            entry.about_id, entry.about_name = account.id, account.name
        elif account:
            entry.actor_id, entry.actor_name = account.id, account.name
        return entry
