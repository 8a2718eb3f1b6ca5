"""A revision: one published wording of an update, kept for ever unless it is legally purged."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, word

if TYPE_CHECKING:
    from blog.models.reporter import Reporter
    from blog.models.update import Update


class Change(StrEnum):
    """Why a wording is new. A typo needs no notice; the other two say so under the text."""

    FIRST = "first"
    TYPO = "typo"
    UPDATE = "update"
    CORRECTION = "correction"


NOTICED = (Change.UPDATE, Change.CORRECTION)
# Written out, because SQLite uses a partial index only for a query that repeats its condition to the letter.
_INDEXED = text("change = 'correction' OR standing_before <> ''")
ON_RECORD = text("(revision.change = 'correction' OR revision.standing_before <> '')")


class Revision(Base):
    """`seq` is the event that published this wording. The wording is loaded only by who asks for it.

    `standing_before` is the standing that this revision took the update from; empty when it left it as it was.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("update_id", "number"),
        # What a visit corrected, among a hundred thousand wordings of which few correct anything.
        Index("ix_revision_on_record", "update_id", sqlite_where=_INDEXED, postgresql_where=_INDEXED),
    )

    id: Mapped[Key]
    update_id: Mapped[int] = mapped_column(ForeignKey("update.id", ondelete="CASCADE"))
    number: Mapped[int]
    seq: Mapped[int]
    change: Mapped[Change] = mapped_column(word(Change))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    standing: Mapped[str] = mapped_column(String(16))
    standing_before: Mapped[str] = mapped_column(String(16), default="")
    headline: Mapped[str] = mapped_column(String(200), deferred=True, deferred_group="wording")
    body: Mapped[str] = mapped_column(deferred=True, deferred_group="wording")
    html: Mapped[str] = mapped_column(deferred=True, deferred_group="wording")
    source: Mapped[str] = mapped_column(String(300), default="", deferred=True, deferred_group="wording")
    source_url: Mapped[str] = mapped_column(String(500), default="", deferred=True, deferred_group="wording")
    issued_at: Mapped[datetime | None] = mapped_column(deferred=True, deferred_group="wording")

    update: Mapped[Update] = relationship(back_populates="revisions")
    by: Mapped[Reporter | None] = relationship()
