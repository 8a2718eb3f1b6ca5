"""The private address of an account's calendar: whoever knows it reads what the account covers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base


class CalendarAddress(Base):
    """The address holds a token and the row its digest, so that a copy of the database opens no calendar."""

    __tablename__ = "calendar_address"

    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
