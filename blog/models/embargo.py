"""Embargoes: promises not to publish before a clock time in a named city, or before an editor releases them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line, VisitKey, partial_index, public_id
from blog.models.limits import NOTE_CHARACTERS, PUBLIC_ID_CHARACTERS, ZONE_CHARACTERS
from blog.models.reporter import Reporter


class Embargo(Base):
    """The terms under which updates and a banner are held.

    It ends at `until`, which people know as the local time of `city` in `zone`, or without a time when an editor
    releases it. `reason` says why it was released before its time. `refused_at` is when its time had come and it could
    not be released; from then on it waits for an editor.
    """

    __tablename__ = "embargo"
    __table_args__ = (
        partial_index("ix_embargo_open", "visit_id", "id", where="released_at IS NULL"),
        partial_index("ix_embargo_due", "until", where="released_at IS NULL AND refused_at IS NULL"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    visit_id: Mapped[VisitKey]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[Line]
    until: Mapped[datetime | None]
    city: Mapped[Line] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(String(ZONE_CHARACTERS), default="")
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    set_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    refused_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(NOTE_CHARACTERS), default="")

    set_by: Mapped[Reporter | None] = relationship(foreign_keys=[set_by_id])
    released_by: Mapped[Reporter | None] = relationship(foreign_keys=[released_by_id])

    @property
    def is_open(self) -> bool:
        """Whether it still holds what lies under it."""
        return self.released_at is None

    @property
    def binds(self) -> bool:
        """Whether only an editor may take something out of it: until it is released, or its time has come."""
        return self.is_open and self.refused_at is None

    def is_early(self, at: datetime) -> bool:
        """Whether a release at this moment comes before its time."""
        return self.until is not None and at < self.until
