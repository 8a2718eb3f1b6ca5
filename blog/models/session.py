"""Sign-in sessions of the desk: one row for each sign-in on a device decides whether it is still valid."""

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
    """A sign-in on one device. The device holds a token and the row its digest, which cannot be used to sign in.

    `stamp` is the account's `fs_uniquifier` at sign-in: when the account gets a new one, all its sessions end.
    `proved_at` is when it was last shown who sits there: at sign-in, or since then before an act that asks again.
    `ended_at` is when this one alone was ended. Ended rows stay for a while as a record of where an account signs in.
    """

    __tablename__ = "desk_session"

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), index=True)
    stamp: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS))
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))


def digest(token: str, key: str) -> str:
    """The digest of a session's token, keyed with the site's secret."""
    return hmac.new(key.encode(), token.encode(), hashlib.sha256).hexdigest()
