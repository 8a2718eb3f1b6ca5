"""The head of each log as this process last saw it: at most a second old, and forgotten at the ring of the bell."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from blog.extensions import db
from blog.models import Status
from blog.queries import visits
from blog.wire.bell import Bell
from blog.wire.log import Cursor

FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Head:
    """What a slug led to, when that was read (seconds of the monotonic clock), and whether the visit is over."""

    visit_id: int
    cursor: Cursor
    read_at: float
    is_over: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """When something was read: how much this process had heard of by then, and seconds of the monotonic clock."""

    news: int
    at: float


class Heads:
    """Spares readers' requests a question to the database each.

    A page may so be a second behind; it says which position it shows, and the wire brings what came after.
    """

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._known: dict[str, Head] = {}
        self._rings = 0
        self._news = 0  # as well what nobody rang for, or not yet
        bell.on_ring(self._forget)

    def of(self, slug: str) -> Head | None:
        """The head of the visit at this slug, or None when there is none."""
        if head := self.fresh(slug):
            return head
        began, rings, known = self.moment(), self._rings, self._known.get(slug)
        db.session.rollback()  # a snapshot from before the last ring would show the head as it was then
        found = visits.standing_of(slug)
        if found is None:
            return None
        visit_id, status, epoch, seq = found
        head = Head(visit_id, Cursor(epoch, seq), began.at, status is Status.ENDED)
        if rings == self._rings and known is self._known.get(slug):  # otherwise what was read may be old already
            self._known[slug] = head
        if known is None or known.cursor != head.cursor:
            self._news += 1
        return head

    def moment(self) -> Moment:
        """What is read from now on is from this moment, or newer."""
        self._bell.start()
        return Moment(self._news, monotonic())

    def is_fresh(self, moment: Moment) -> bool:
        """Whether that is at most a second ago, and nothing was heard of any visit since; asks nobody."""
        return moment.news == self._news and monotonic() - moment.at < FRESH_SECONDS

    def fresh(self, slug: str) -> Head | None:
        """The head, if it is known and fresh; asks nobody."""
        head = self._known.get(slug)
        return head if head and monotonic() - head.read_at < FRESH_SECONDS else None

    def at_least(self, slug: str, after: Cursor) -> Head | None:
        """As `of`, but read again when a page is newer than what is known."""
        head = self.of(slug)
        if head and head.cursor.epoch == after.epoch and head.cursor.seq < after.seq:
            self._known.pop(slug, None)
            return self.of(slug)
        return head

    def _forget(self, visit_id: int) -> None:
        self._rings += 1
        self._news += 1
        for slug in [slug for slug, head in self._known.items() if head.visit_id == visit_id]:
            del self._known[slug]
