"""Passages of readouts and statements, and the topics that an editor marked them with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ColumnElement, ForeignKey, String, Table, func
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from blog.database import Base
from blog.models.classification import Kind
from blog.models.columns import Key, partial_index
from blog.models.ground import Grounded
from blog.models.people import Delegation, Speaker, Topic
from blog.text.passages import cut

# What is cut into passages.
COMPARED = (Kind.READOUT, Kind.STATEMENT)
KEY_CHARACTERS = 8


class Voice(StrEnum):
    """How a side stands to a topic: it `omits` one only when an editor declared all its readouts fully marked."""

    SAYS = "says"
    OMITS = "omits"
    OPEN = "open"
    SILENT = "silent"  # it has issued no readout


passage_topic = Table(
    "passage_topic",
    Base.metadata,
    Column("passage_id", ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Passage(Base):
    """A paragraph or an item of a list of a published readout or statement, in plain text.

    `about` are the topics that an editor marked it with. `key` stays the same when its update is edited, and `position`
    counts the passages of the update from 0. One that an edit has taken out stays without a position and without words
    until an editor has looked, if it was on a topic. `reworded_at` says when the words of a marked passage were last
    changed by more than a typo fix.

    `checked_to` is the id of the newest topic that the visit had when an editor declared the update fully marked: the
    passage is about no topic up to this one but its own. It is None until then, and again once the words change.
    """

    __tablename__ = "passage"
    __table_args__ = (partial_index("ix_passage_unchecked", "update_id", where="checked_to IS NULL"),)

    id: Mapped[Key]
    update_id: Mapped[int] = mapped_column(ForeignKey("update.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    position: Mapped[int | None]
    text: Mapped[str]
    reworded_at: Mapped[datetime | None]
    checked_to: Mapped[int | None]

    about: Mapped[list[Topic]] = relationship(secondary=passage_topic, order_by="Topic.id")

    @property
    def topic_slugs(self) -> tuple[str, ...]:
        return tuple(topic.slug for topic in self.about)


class Compared(Grounded):
    """An update as far as somebody says it, and as it is compared with what other sides say.

    `passages` are its passages in order, at the end those that an edit has taken out.
    """

    # What is read of the update, which declares these itself.
    kind: Mapped[Kind]
    html: Mapped[str]
    headline: Mapped[str]
    issued_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    speaker: Mapped[Speaker | None]
    speaker_title: Mapped[str]
    delegation: Mapped[Delegation | None]

    @property
    def is_public(self) -> bool:
        """Whether readers may see its text now."""
        raise NotImplementedError

    @declared_attr
    def passages(cls) -> Mapped[list[Passage]]:  # noqa: N805 — as SQLAlchemy declares it
        return relationship(Passage, order_by=(Passage.position.is_(None), Passage.position, Passage.id), viewonly=True)

    @classmethod
    def is_of(cls, kind: Kind) -> ColumnElement[bool]:
        """The kind of an update as a condition."""
        return cls.kind == kind

    @property
    def is_compared(self) -> bool:
        """Whether it is cut into passages: a readout or statement that readers may see."""
        return self.kind in COMPARED and self.is_public

    @property
    def side(self) -> Delegation | None:
        """The side that says it."""
        return self.delegation

    @property
    def spoken_by(self) -> str:
        """The name of the person who says it, or the words agreed; empty for a side without a named speaker."""
        return self.speaker.name if self.speaker else self.voice_agreed

    @property
    def title_of_day(self) -> str:
        """The speaker's title at the time of the update; empty without a speaker."""
        return self.speaker_title or (self.speaker.title if self.speaker else "")

    @property
    def told_at(self) -> datetime | None:
        """When it was said or issued, if that is known."""
        return self.issued_at

    @property
    def said_at(self) -> datetime | None:
        """When it was said; when we published it, if that is not known."""
        return self.issued_at or self.published_at

    @classmethod
    def when_said(cls) -> ColumnElement[datetime]:
        """The same in a query; when it was begun, of one that is not published."""
        return func.coalesce(cls.issued_at, cls.published_at, cls.created_at)

    @property
    def passage_texts(self) -> tuple[str, ...]:
        """The passages of its present wording; none unless readers may see it and its kind is compared."""
        if not self.is_compared:
            return ()
        return cut(self.html) or ((self.headline,) if self.headline else ())

    @property
    def known_passages(self) -> Sequence[Passage]:
        """Its passages now; as they will be kept, for an update that was published before passages were kept."""
        kept = [passage for passage in self.passages if passage.position is not None]
        return kept or [
            Passage(key=str(number + 1), position=number, text=text, about=[])
            for number, text in enumerate(self.passage_texts)
        ]
