"""The queue of what leaves the site: who waits for what, and how the latest attempts were answered.

A delivery holds ids and the number of an event, never words: what is sent is rendered when it is sent, as it is then.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, partial_index, word
from blog.models.event import Verb

NAME_CHARACTERS, ERROR_CHARACTERS, PROGRESS_CHARACTERS = 40, 200, 40


def is_accepted(status: int | None) -> bool:
    """Whether a receiver has taken a message: any status of success. None is no answer."""
    return status is not None and 200 <= status < 300


class Channel(StrEnum):
    """The ways on which something leaves the site. `web/deliveries/channels.py` says what one of them needs."""

    WEBHOOK = "webhook"
    MAIL = "mail"
    WEBSUB = "websub"
    PUSH = "push"


# As a condition on DeliveryTarget that both databases find in its index.
IS_HUB = text("channel = 'websub'")
# Those with a target for each delivery, which is deleted with it.
ONE_OFF = (Channel.MAIL,)


class DeliveryTarget(Base):
    """One who gets deliveries, in order: the oldest that waits is sent until it is answered, or has waited too long.

    A channel has one for each receiver that can be down by itself; WebSub has one in all, for the hub.
    `next_at` is when the next attempt may be made, after `failures` in a row since `failing_since`. One process at a
    time sends to a target; it holds a lease, so that another takes over when it was killed.
    """

    __tablename__ = "delivery_target"
    __table_args__ = (
        Index(
            "uq_delivery_target_hub",
            "channel",
            unique=True,
            sqlite_where=IS_HUB,
            postgresql_where=IS_HUB,
        ),
    )

    id: Mapped[Key]
    channel: Mapped[Channel] = mapped_column(word(Channel))
    is_on: Mapped[bool] = mapped_column(default=True)
    off_reason: Mapped[str] = mapped_column(String(ERROR_CHARACTERS), default="")
    next_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]


class Delivery(Base):
    """One thing that a target is told. A row is deleted when it has arrived; a dead one was given up.

    `visit_id`, `seq`, `verb` and `subject` are those of the event, and empty where there is none. `progress` is how far
    the channel has come with a delivery that it sends in parts.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        partial_index("ix_delivery_waiting", "target_id", "id", where="dead_at IS NULL"),
        partial_index("ix_delivery_dead", "target_id", "id", where="dead_at IS NOT NULL"),
    )

    id: Mapped[Key]
    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id", ondelete="CASCADE"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int | None]
    verb: Mapped[Verb | None] = mapped_column(word(Verb))
    subject: Mapped[str] = mapped_column(String(80), default="")
    progress: Mapped[str] = mapped_column(String(PROGRESS_CHARACTERS), default="", server_default="")
    created_at: Mapped[datetime]
    dead_at: Mapped[datetime | None]


class DeliveryAnswer(Base):
    """How one attempt was answered: by the status of the channel's protocol (HTTP, SMTP), or the error without one. The
    answer's body is not kept.
    """

    __tablename__ = "delivery_answer"

    id: Mapped[Key]
    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    status: Mapped[int | None]
    milliseconds: Mapped[int]
    error: Mapped[str] = mapped_column(String(ERROR_CHARACTERS), default="")

    @property
    def is_accepted(self) -> bool:
        return is_accepted(self.status)
