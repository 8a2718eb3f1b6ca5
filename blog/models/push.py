"""Web Push: the browsers that asked for notifications of a visit, the services they use, and banners taken back.

Of a reader nothing is kept but the subscription that the browser made: no account, no cookie, no IP address.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key
from blog.models.limits import NOTE_CHARACTERS, PUBLIC_ID_CHARACTERS

ENDPOINT_CHARACTERS = 1_000
SERVICE_CHARACTERS = 255
KEY_CHARACTERS, AUTH_CHARACTERS = 87, 22  # base64url of 65 and of 16 bytes


class PushService(Base):
    """A service that takes messages for browsers: a host of PUSH_HOSTS, and the target that queues for it."""

    __tablename__ = "push_service"

    id: Mapped[Key]
    host: Mapped[str] = mapped_column(String(SERVICE_CHARACTERS), unique=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id", ondelete="CASCADE"), unique=True)


class PushSubscription(Base):
    """One browser that wants notifications of one visit.

    It is told through `target_id`: its service's, which it shares with others, or one of its own while it alone does
    not get what is sent. `since_seq` is the event after which it began, `told_seq` the last one it was told of, and
    `banner_seq` that of the banner that it shows, 0 for none.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (
        Index("ix_push_subscription_of_target", "target_id", "visit_id", "id"),
        Index("uq_push_subscription_endpoint", "visit_id", "endpoint", unique=True),
    )

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    service_id: Mapped[int] = mapped_column(ForeignKey("push_service.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id", ondelete="CASCADE"))
    endpoint: Mapped[str] = mapped_column(String(ENDPOINT_CHARACTERS))
    public_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    auth: Mapped[str] = mapped_column(String(AUTH_CHARACTERS))
    wants_banner: Mapped[bool]
    wants_key: Mapped[bool]
    since_seq: Mapped[int]
    told_seq: Mapped[int]
    banner_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class TakenBackBanner(Base):
    """The last banner of a visit that was taken back: why, and the event that says so."""

    __tablename__ = "taken_back_banner"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int]
    note: Mapped[str] = mapped_column(String(NOTE_CHARACTERS))


class PushedKeyEvent(Base):
    """A key event that readers have been notified of, and the number of the event of which they were told."""

    __tablename__ = "pushed_key_event"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), primary_key=True)
    seq: Mapped[int]
