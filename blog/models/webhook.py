"""Webhooks: addresses of other programs that are told of every change."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line, public_id
from blog.models.delivery import DeliveryTarget

URL_CHARACTERS = 2_000
# How long a receiver has to learn a new secret: until then everything is signed with the old one too.
OVERLAP = timedelta(days=1)
SECRET_PREFIX = "whsec_"  # noqa: S105 — the prefix of Standard Webhooks

EVENTS = (
    *("update.published", "update.updated", "update.corrected", "update.withdrawn", "update.purged"),
    *("banner.set", "banner.cleared", "visit.opened", "visit.changed", "visit.status", "visit.hidden"),
)


class Webhook(Base):
    """An address that gets the `events` of one visit, or of all where `visit_id` is None.

    Its secret is derived from the site's and from `secret_number`, so that no copy of the database holds it.
    """

    __tablename__ = "webhook"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id", ondelete="CASCADE"), unique=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    name: Mapped[Line]
    url: Mapped[str] = mapped_column(String(URL_CHARACTERS))
    event_names: Mapped[str] = mapped_column(String(400))  # with a space between two
    secret_number: Mapped[int] = mapped_column(default=1)
    rotated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    target: Mapped[DeliveryTarget] = relationship(cascade="all", single_parent=True, lazy="joined", innerjoin=True)

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the events that it gets."""
        return tuple(self.event_names.split())

    def secret(self, key: str) -> str:
        """The secret as Standard Webhooks writes it. `key` is the site's SECRET_KEY."""
        return self._secret(key, self.secret_number)

    def secrets_at(self, moment: datetime, *keys: str) -> tuple[str, ...]:
        """The secrets to sign with at that time: the newest, and for a day after a rotation the previous one as well.

        There is one for each key of the site, the current key first, so that receivers can switch to the new secret
        while an old key is still accepted.
        """
        is_new = self.rotated_at is not None and moment < self.rotated_at + OVERLAP
        numbers = (self.secret_number, self.secret_number - 1) if is_new else (self.secret_number,)
        return tuple(self._secret(key, number) for key in keys for number in numbers)

    def _secret(self, key: str, number: int) -> str:
        digest = hmac.new(key.encode(), f"webhook:{self.public_id}:{number}".encode(), hashlib.sha256).digest()
        return SECRET_PREFIX + base64.b64encode(digest).decode()
