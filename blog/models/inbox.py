"""Mail that came in: what became of each, and which process reads the inbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, word


class Refusal(StrEnum):
    """Why no draft was made of a mail. Each has a sentence in `web/desk/account_inbox.py`."""

    NO_VISIT = "no_visit"
    SEVERAL_VISITS = "several_visits"
    EMPTY = "empty"
    LARGE = "large"
    UNREADABLE = "unreadable"


class ReceivedMail(Base):
    """One mail to the private address of an account. `digest` is of the account and the Message-ID, so that the same
    mail is taken once, whatever becomes of its draft, `update_id`. Of one that was not taken, `refusal` says why."""

    __tablename__ = "received_mail"

    id: Mapped[Key]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("update.id", ondelete="SET NULL"), index=True)
    refusal: Mapped[Refusal | None] = mapped_column(word(Refusal))
    received_at: Mapped[datetime]


class InboxLease(Base):
    """The process that reads the inbox, known by a random name, until its lease ends. There is one row at most."""

    __tablename__ = "inbox_lease"

    id: Mapped[Key]
    holder: Mapped[str] = mapped_column(String(32))
    leased_until: Mapped[datetime]
