"""Notes to the desk: what colleagues tell each other about an update, or about the visit as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, VisitKey, partial_index
from blog.models.limits import NOTE_CHARACTERS
from blog.models.reader_report import ReaderReport
from blog.models.reporter import Reporter
from blog.models.update import Update

desk_note_mention = Table(
    "desk_note_mention",
    Base.metadata,
    Column("note_id", ForeignKey("desk_note.id", ondelete="CASCADE"), primary_key=True),
    Column("reporter_id", ForeignKey("reporter.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class DeskNote(Base):
    """A note for colleagues alone, open until somebody resolves it.

    `text` is as it was typed; `mentions` are the accounts that its `@name` means. Without an update it is for the whole
    visit. Erasing an account leaves its notes without a name; purging an update removes the notes on it. A note that a
    reader's `report` made has no text and no author of its own.
    """

    __tablename__ = "desk_note"
    # Few are open, and a visit may have thousands that are not.
    __table_args__ = (partial_index("ix_desk_note_open", "visit_id", "id", where="resolved_at IS NULL"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    update_id: Mapped[int | None] = mapped_column(ForeignKey("update.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(NOTE_CHARACTERS))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    resolved_at: Mapped[datetime | None]

    update: Mapped[Update | None] = relationship()
    author: Mapped[Reporter | None] = relationship(foreign_keys=[author_id])
    resolved_by: Mapped[Reporter | None] = relationship(foreign_keys=[resolved_by_id])
    report: Mapped[ReaderReport | None] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    mentions: Mapped[list[Reporter]] = relationship(secondary=desk_note_mention, order_by=Reporter.id)

    def is_by(self, account_id: int | None) -> bool:
        """Whether an account wrote it."""
        return account_id is not None and self.author_id == account_id

    def waits_for(self, account_id: int | None) -> bool:
        """Whether it is open and mentions an account."""
        return self.resolved_at is None and any(one.id == account_id for one in self.mentions)
