"""Delegations, their speakers, and the topics of the talks."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line, Slug, VisitKey
from blog.models.media_file import MediaFile
from blog.text import titles
from blog.text.titles import Title

TINTS = 4
# Before the key of a side where a speaker could be named instead; keys contain no colon.
SIDE = "side:"

update_topic = Table(
    "update_topic",
    Base.metadata,
    Column("update_id", ForeignKey("update.id", ondelete="CASCADE"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True),
    # Whether the update has the topic only because one of its passages is marked with it.
    Column("by_passage", Boolean, nullable=False, default=False, server_default=false()),
)


class Delegation(Base):
    """One side of the talks. Readers may choose the time zone of its `capital`; `zone` is its IANA name."""

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

    def __str__(self) -> str:
        """What a form says of it."""
        return self.key

    @property
    def metonym(self) -> str:
        """The name by which its government speaks, as newspapers have it: its capital, if that is known."""
        return self.capital or self.short_name

    @property
    def tint(self) -> int:
        """The number of the tint that marks this side, 1 to 4."""
        return (self.position - 1) % TINTS + 1


class Speaker(Base):
    """A person who speaks for a delegation. Each update keeps the title and the side of its day.

    `title` is the current one; `titles` are those of other days, languages and sides, as `text.titles` writes them.
    The `portrait` is a picture of the visit; it may be shown as that picture may be shown.
    """

    __tablename__ = "speaker"
    __table_args__ = (UniqueConstraint("visit_id", "key"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"), index=True)
    key: Mapped[Slug]
    name: Mapped[Line]
    title: Mapped[Line]
    titles: Mapped[str] = mapped_column(default="", server_default="")
    portrait_id: Mapped[int | None] = mapped_column(ForeignKey("media_file.id", ondelete="SET NULL"), index=True)

    delegation: Mapped[Delegation] = relationship(back_populates="speakers")
    portrait: Mapped[MediaFile | None] = relationship()

    @property
    def all_titles(self) -> list[Title]:
        """The titles with their days, in order."""
        return titles.read(self.titles or "")

    def listed_titles(self, lang: str) -> list[tuple[Title, bool]]:
        """What is listed beside the current title, which is in this language; each with whether its day is told."""
        return titles.listed(self.all_titles, self.title, lang)

    @property
    def shown_portrait(self) -> MediaFile | None:
        """What the newsroom's own pages show."""
        return self.portrait if self.portrait and self.portrait.may_be_shown else None

    @property
    def portrait_elsewhere(self) -> MediaFile | None:
        """What the API shows."""
        return self.portrait if self.portrait and self.portrait.may_leave else None

    @property
    def portrait_kept(self) -> MediaFile | None:
        """What an archive keeps, which nobody can take back later."""
        return self.portrait_elsewhere if self.portrait and self.portrait.rights_until is None else None


class Topic(Base):
    """A topic of the talks. Filters and `data-topics` use its slug."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("visit_id", "slug"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    slug: Mapped[Slug]
    name: Mapped[Line]
