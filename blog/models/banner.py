"""The breaking-news banner of a visit: one row, rewritten in place. Also banners that are held under an embargo."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, word
from blog.models.embargo import Embargo
from blog.models.limits import BANNER_CHARACTERS
from blog.models.update import Update
from blog.models.visit import Visit


class Level(StrEnum):
    BREAKING = "breaking"
    ALERT = "alert"
    NOTE = "note"


class Banner(Base):
    """`seq` is the event that set this text. No row means no banner."""

    __tablename__ = "banner"

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str] = mapped_column(String(BANNER_CHARACTERS))
    level: Mapped[Level] = mapped_column(word(Level))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("update.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    set_at: Mapped[datetime]
    seq: Mapped[int]

    visit: Mapped[Visit] = relationship()
    update: Mapped[Update | None] = relationship()

    @property
    def target(self) -> Update | None:
        """The update the banner links to, while readers may see it."""
        return self.update if self.update and self.update.is_public else None


class HeldBanner(Base):
    """A banner that replaces the visit's when its embargo is released."""

    __tablename__ = "held_banner"

    id: Mapped[Key]
    embargo_id: Mapped[int] = mapped_column(ForeignKey("embargo.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str] = mapped_column(String(BANNER_CHARACTERS))
    level: Mapped[Level] = mapped_column(word(Level))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("update.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime | None]

    embargo: Mapped[Embargo] = relationship()
    update: Mapped[Update | None] = relationship()

    @property
    def version(self) -> str:
        """A short text that differs once anything of it does."""
        said = f"{self.level} {self.update_id} {self.expires_at} {self.text}"
        return sha256(said.encode()).hexdigest()[:16]
