"""Engagements: what the schedule of a visit has for each day, below the stops of the itinerary."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line, VisitKey, word
from blog.models.limits import PUBLIC_ID_CHARACTERS
from blog.models.visit import Stop

# How long an engagement without an end counts as going on.
USUAL_LENGTH = timedelta(hours=1)


class Course(StrEnum):
    """What has become of an engagement."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    CANCELLED = "cancelled"


class Access(StrEnum):
    """Whom of the press it admits. A spray admits cameras for a few moments at the top."""

    UNANNOUNCED = "unannounced"
    OPEN = "open"
    POOLED = "pooled"
    SPRAY = "spray"
    CLOSED = "closed"


class Engagement(Base):
    """One event of the schedule. Its times are shown in the zone of its stop.

    `moved_from` is the beginning that was announced first, when it has been moved. `sequence` counts the changes that
    readers see, `desk_sequence` all of them: the revisions of the calendars. `call_at`, `gathering`, `note` and `cover`
    are for colleagues only.
    """

    __tablename__ = "engagement"
    __table_args__ = (UniqueConstraint("visit_id", "key"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    stop_id: Mapped[int] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS))
    title: Mapped[Line]
    place: Mapped[Line] = mapped_column(default="")
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    moved_from: Mapped[datetime | None]
    course: Mapped[Course] = mapped_column(word(Course), default=Course.PLANNED)
    access: Mapped[Access] = mapped_column(word(Access), default=Access.UNANNOUNCED)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    call_at: Mapped[datetime | None]
    gathering: Mapped[Line] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    desk_sequence: Mapped[int] = mapped_column(default=0)
    desk_changed_at: Mapped[datetime]

    stop: Mapped[Stop] = relationship()
    cover: Mapped[list[Cover]] = relationship(
        order_by="Cover.reporter_id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def stop_key(self) -> str:
        """The key of its stop."""
        return self.stop.key

    @property
    def covered_by(self) -> tuple[int, ...]:
        """The ids of the accounts that cover it."""
        return tuple(sorted(one.reporter_id for one in self.cover))

    @covered_by.setter
    def covered_by(self, account_ids: Collection[int]) -> None:
        kept = [one for one in self.cover if one.reporter_id in account_ids]
        known = {one.reporter_id for one in kept}
        self.cover = [*kept, *(Cover(reporter_id=each) for each in sorted(account_ids) if each not in known)]

    @property
    def state(self) -> str:
        """Its course; `moved` while it is planned for another time than was announced first."""
        return "moved" if self.course is Course.PLANNED and self.moved_from else self.course.value

    @property
    def is_open(self) -> bool:
        """Whether it is still to come or under way."""
        return self.course in (Course.PLANNED, Course.UNDER_WAY)

    @property
    def over_at(self) -> datetime:
        """When it ends by its plan."""
        return self.ends_at or self.begins_at + USUAL_LENGTH

    def stands(self, moment: datetime) -> str:
        """`now`, `next` or `past` at a moment: by what the desk recorded, and for the rest by the plan."""
        if self.course is Course.UNDER_WAY:
            return "now"
        if self.course is not Course.PLANNED or self.over_at <= moment:
            return "past"
        return "now" if self.begins_at <= moment else "next"

    def revise(self, at: datetime, *, is_public: bool) -> None:
        """Counts a change, for calendars that have an earlier revision."""
        self.desk_sequence, self.desk_changed_at = self.desk_sequence + 1, at
        if is_public:
            self.sequence, self.changed_at = self.sequence + 1, at


class Cover(Base):
    """Who of us covers an engagement."""

    __tablename__ = "engagement_cover"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), primary_key=True)
    reporter_id: Mapped[int] = mapped_column(
        ForeignKey("reporter.id", ondelete="CASCADE"), primary_key=True, index=True
    )
