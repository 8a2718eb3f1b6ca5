"""How many read a visit, minute by minute, and how long changes took to reach them: counts, and never a person."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, word

# The longest name that DNS allows.
HOST_CHARACTERS = 253
# Stands for the sites that are not named apart.
OTHER_SITES = "*"
# A change is counted with the first of these that its delay does not exceed.
DELAYS_MS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
LONGER_MS = 3_600_000


class ReaderPage(StrEnum):
    """The page on which somebody reads. Each has words in `templates/desk/numbers/_words.html`."""

    LIVE = "live"
    UPDATE = "update"
    FRAME = "frame"


class ReaderCount(Base):
    """How many pages of one kind were connected at the beginning of a minute, in all processes.

    `minute` is that of Unix time, so that both databases add up hours the same way. `site` is the host of the site
    around a frame, as the frame says; OTHER_SITES, or empty where none is known.
    """

    __tablename__ = "reader_count"
    __table_args__ = (
        UniqueConstraint("visit_id", "minute", "page", "site"),
        Index("ix_reader_count_minute", "minute"),
    )

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    minute: Mapped[int]
    page: Mapped[ReaderPage] = mapped_column(word(ReaderPage))
    site: Mapped[str] = mapped_column(String(HOST_CHARACTERS))
    readers: Mapped[int]


def minute_of(moment: datetime) -> int:
    """The minute of Unix time."""
    return int(moment.timestamp()) // 60


def moment_of(minute: int) -> datetime:
    """When a minute of Unix time begins."""
    return datetime.fromtimestamp(minute * 60, UTC)


class ReaderDelay(Base):
    """How many changes had been sent to all readers of a process within `at_most_ms` after they were saved.

    That is one of DELAYS_MS, or LONGER_MS. `minute` is as in ReaderCount. Each process counts a change once for each
    language in which it has readers.
    """

    __tablename__ = "reader_delay"
    __table_args__ = (
        UniqueConstraint("visit_id", "minute", "at_most_ms"),
        Index("ix_reader_delay_minute", "minute"),
    )

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    minute: Mapped[int]
    at_most_ms: Mapped[int]
    changes: Mapped[int]
