"""The sides of the talks, who speaks for them, and the subjects that they keep returning to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line, Slug, VisitKey

TINTS = 4


class Delegation(Base):
    """One side of the talks. `capital` is the city whose clocks its readers go by, and `zone` its IANA time zone."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("visit_id", "key"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    key: Mapped[Slug]
    name: Mapped[Line]
    short_name: Mapped[Line]
    country: Mapped[Line] = mapped_column(default="")
    capital: Mapped[Line] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    position: Mapped[int]

    speakers: Mapped[list[Speaker]] = relationship(order_by="Speaker.id", back_populates="delegation")

    @property
    def tint(self) -> int:
        """Which of the four quiet tints marks this side, 1 to 4."""
        return (self.position - 1) % TINTS + 1


class Speaker(Base):
    """A person with a title, who speaks for a delegation. An update keeps the title as of its own time."""

    __tablename__ = "speaker"
    __table_args__ = (UniqueConstraint("visit_id", "key"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"), index=True)
    key: Mapped[Slug]
    name: Mapped[Line]
    title: Mapped[Line]

    delegation: Mapped[Delegation] = relationship(back_populates="speakers")


class Topic(Base):
    """A subject of the talks; its slug stands in filters and in `data-topics`."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("visit_id", "slug"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    slug: Mapped[Slug]
    name: Mapped[Line]
