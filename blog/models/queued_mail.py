"""Mails that wait in the queue: with the link of an invitation, or of a password reset."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key
from blog.models.delivery import DeliveryTarget
from blog.models.invitation import Invitation, PasswordReset, digest

NONCE_CHARACTERS = 43


class QueuedMail(Base):
    """A mail that has not left yet. It has a target of its own in the queue, so that none waits for another.

    The token of its link is derived from the site's SECRET_KEY and from `nonce`: no copy of the database holds it.
    """

    __tablename__ = "queued_mail"

    id: Mapped[Key]
    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id", ondelete="CASCADE"), unique=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), unique=True)
    reset_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("password_reset.reporter_id", ondelete="CASCADE"), unique=True
    )
    nonce: Mapped[str] = mapped_column(String(NONCE_CHARACTERS))
    created_at: Mapped[datetime]

    target: Mapped[DeliveryTarget] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    reset: Mapped[PasswordReset | None] = relationship()

    @property
    def link(self) -> Invitation | PasswordReset:
        """What the mail's link is for."""
        link = self.invitation or self.reset
        assert link, "a row of the table has one or the other"
        return link

    @property
    def message_id(self) -> str:
        """The same for every attempt. Nobody learns the nonce from it."""
        return f"dateline.{digest(self.nonce)[:32]}"

    @property
    def address(self) -> str:
        """Whom it goes to."""
        link = self.link
        return link.email if isinstance(link, Invitation) else link.account.email

    def token(self, keys: Collection[str]) -> str | None:
        """The token of its link, which one of the site's keys gives; None when none does."""
        tokens = (token_of(self.nonce, key) for key in keys)
        return next((token for token in tokens if digest(token) == self.link.digest), None)


def token_of(nonce: str, key: str) -> str:
    """The token of a link. `key` is the site's SECRET_KEY."""
    made = hmac.new(key.encode(), f"mail:{nonce}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
