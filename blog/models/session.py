"""Sessions of the desk: a row for each sign-in on a device, which is the truth about whether it still holds."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key

IDLE = timedelta(days=14)
ADDRESS_CHARACTERS, DEVICE_CHARACTERS = 45, 60


class DeskSession(Base):
    """A sign-in on one device. The device keeps a token, the row its digest: who reads the table cannot use it.

    `stamp` is the account's of the time; once the account has another, all its sessions are over. `ended_at` is when
    this one alone was ended. Rows are kept for a while after that: they tell from where an account signs in.
    """

    __tablename__ = "desk_session"

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), index=True)
    stamp: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS))
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))


def digest(token: str, key: str) -> str:
    """What is kept of a session's token; another key of the site makes another one."""
    return hmac.new(key.encode(), token.encode(), hashlib.sha256).hexdigest()
