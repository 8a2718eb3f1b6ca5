"""A visit, which is one live blog, and the stops of its itinerary."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line, Slug, VisitKey, word
from blog.models.people import Delegation, Topic
from blog.models.ready_text import ReadyText
from blog.text.ordering import place


class Status(StrEnum):
    """How a visit stands. For readers a held one does not exist."""

    HELD = "held"
    UPCOMING = "upcoming"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


PUBLIC_STATUSES = tuple(status for status in Status if status is not Status.HELD)


def new_epoch() -> str:
    """A random id for a log. A restored backup gets a new one, so that cursors from before are recognised as stale."""
    return secrets.token_hex(4)


class Visit(Base):
    """One live blog. `head` is the sequence number of the newest event, `desk_head` that of the newest event of
    the desk; `published` counts all updates ever published.

    `state_of_play` is the summary of where things stand, in Markdown, and `state_of_play_html` the same as sanitised
    HTML. `live_from` is when an upcoming or paused visit goes live by itself. With `approval`, only editors publish.
    `schedule_at` is the time as of which readers see what is now and next, and `schedule_due` when that passes.
    """

    __tablename__ = "visit"

    id: Mapped[Key]
    slug: Mapped[Slug] = mapped_column(unique=True)
    title: Mapped[Line]
    summary: Mapped[str] = mapped_column(default="")
    notice: Mapped[str] = mapped_column(default="")
    state_of_play: Mapped[str] = mapped_column(default="")
    state_of_play_html: Mapped[str] = mapped_column(default="")
    state_of_play_at: Mapped[datetime | None]
    status: Mapped[Status] = mapped_column(word(Status), default=Status.UPCOMING)
    status_at: Mapped[datetime | None]
    live_from: Mapped[datetime | None]
    lang: Mapped[str] = mapped_column(String(35), default="en")
    epoch: Mapped[str] = mapped_column(String(16), default=new_epoch)
    head: Mapped[int] = mapped_column(default=0)
    desk_head: Mapped[int] = mapped_column(default=0, server_default="0")
    published: Mapped[int] = mapped_column(default=0)
    approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    schedule_at: Mapped[datetime | None]
    schedule_due: Mapped[datetime | None]

    stops: Mapped[list[Stop]] = relationship(order_by="Stop.position")
    delegations: Mapped[list[Delegation]] = relationship(order_by="Delegation.position")
    topics_added: Mapped[list[Topic]] = relationship(order_by="Topic.id")
    ready_texts: Mapped[list[ReadyText]] = relationship(order_by="ReadyText.position")

    @property
    def topics(self) -> list[Topic]:
        """Its topics by name."""
        return self.in_order(self.topics_added)

    def in_order(self, topics: Iterable[Topic]) -> list[Topic]:
        """Topics by name, in the order of its language: that of a database is another on each machine."""
        return sorted(topics, key=lambda topic: place(topic.name, self.lang))

    @property
    def clocks(self) -> dict[str, str]:
        """The cities whose time zones a reader may choose, with the zones: those of the stops, then the capitals."""
        cities = {stop.city: stop.zone for stop in self.stops}
        capitals = {side.capital: side.zone for side in self.delegations if side.zone}
        return cities | {city: zone for city, zone in capitals.items() if city not in cities}

    @property
    def cursor(self) -> str:
        """The log position of a page rendered from this row, as `epoch:sequence`."""
        return f"{self.epoch}:{self.head}"

    @property
    def desk_cursor(self) -> str:
        """The same of the log of its desk."""
        return f"{self.epoch}:{self.desk_head}"

    @property
    def here(self) -> Stop | None:
        """The stop whose time zone the visit uses: where the visitors are, or will be next, or were last.

        If they are recorded as present at several stops, it is the one where they arrived last.
        """
        return _where(self.stops, {stop: stop.phase for stop in self.stops})

    @property
    def here_key(self) -> str:
        """The key of `here`, the default dateline of a new update; empty for a visit without stops."""
        return self.here.key if self.here else ""

    def here_at(self, moment: datetime) -> Stop | None:
        """The stop that was `here` at a time in the past."""
        return _where(self.stops, {stop: stop.phase_at(moment) for stop in self.stops})

    @property
    def moved_last(self) -> Stop | None:
        """The stop with the latest arrival or departure on record; None before the first."""
        reached = [stop for stop in self.stops if stop.arrived_at]
        return max(reached, key=Stop.last_moment, default=None)

    @property
    def next(self) -> Stop | None:
        """The first stop that the visitors have not reached."""
        return next((stop for stop in self.stops if stop.phase == "ahead"), None)

    @property
    def state_of_play_version(self) -> str:
        """A digest of the state of play, so that a form can say which version it was loaded from."""
        return _digest(self.state_of_play)

    @property
    def status_version(self) -> str:
        """The same of the status and the time at which it changes by itself."""
        return _digest(f"{self.status} {self.live_from.timestamp() if self.live_from else ''}")


class Stop(Base):
    """One stop of the itinerary. Its times are shown in `zone`, an IANA name."""

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("visit_id", "key"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    key: Mapped[Slug]
    city: Mapped[Line]
    country: Mapped[Line] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    planned_from: Mapped[datetime | None]
    planned_to: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    press_access: Mapped[str] = mapped_column(default="")

    @property
    def phase(self) -> str:
        """`ahead`, `now` or `past`, by what has happened, not by what was planned."""
        return "past" if self.left_at else "now" if self.arrived_at else "ahead"

    def phase_at(self, moment: datetime) -> str:
        """The phase at a time in the past."""
        if self.left_at and self.left_at <= moment:
            return "past"
        return "now" if self.arrived_at and self.arrived_at <= moment else "ahead"

    @property
    def begins_at(self) -> datetime | None:
        """When the visitors arrived or, until then, are expected."""
        return self.arrived_at or self.planned_from

    @property
    def ends_at(self) -> datetime | None:
        """When the visitors left or, until then, are expected to."""
        return self.left_at or self.planned_to

    def last_moment(self) -> tuple[datetime | None, int]:
        """A sort key for stops that were reached: when the visitors left or, if they have not, arrived."""
        return self.left_at or self.arrived_at, self.position

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """`Beijing, China`"""
        return ", ".join(filter(None, (self.city, self.country)))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _where(stops: Sequence[Stop], phases: Mapping[Stop, str]) -> Stop | None:
    now, ahead = ([stop for stop in stops if phases[stop] == phase] for phase in ("now", "ahead"))
    return max(now or ([] if ahead else stops), key=Stop.last_moment, default=ahead[0] if ahead else None)


def now() -> datetime:
    """The current time in UTC, to the second, so that what is stored equals what is shown."""
    return datetime.now(UTC).replace(microsecond=0)
