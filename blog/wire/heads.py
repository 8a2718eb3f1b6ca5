"""Caches the newest cursor (the head) of each visit's log for up to a second; the bell invalidates it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from blog.extensions import db
from blog.languages import ENGLISH
from blog.models import Status
from blog.queries import visits
from blog.wire.bell import Bell
from blog.wire.log import Cursor

FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Head:
    """The visit behind a slug, its language and its newest cursor, as read at `read_at` (monotonic seconds)."""

    visit_id: int
    cursor: Cursor
    read_at: float
    is_over: bool = False
    lang: str = ENGLISH


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point in time for cache validity: how many changes this process knew of, and monotonic seconds."""

    news: int
    at: float


class HeadCache:
    """Answers "what is the newest cursor of this visit?" without a query for each request.

    A page may therefore be up to a second old; it carries its cursor, and the wire sends whatever came after it.
    """

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._known: dict[str, Head] = {}
        self._rings = 0
        self._news = 0  # rings, and changes that were found without one
        bell.on_ring(self._forget)

    def of(self, slug: str) -> Head | None:
        """The head of the visit with this slug, from the cache or the database; None when there is no such visit."""
        if head := self.fresh(slug):
            return head
        began, rings, known = self.moment(), self._rings, self._known.get(slug)
        db.session.rollback()  # an older snapshot of the database would still show the previous head
        found = visits.head_of(slug)
        if found is None:
            return None
        visit_id, status, lang, epoch, seq = found
        head = Head(visit_id, Cursor(epoch, seq), began.at, status is Status.ENDED, lang)
        if rings == self._rings and known is self._known.get(slug):  # otherwise the value may already be out of date
            self._known[slug] = head
        if known is None or known.cursor != head.cursor:
            self._news += 1
        return head

    def moment(self) -> Moment:
        """The current moment: whatever is read from now on is at least this new."""
        self._bell.start()
        return Moment(self._news, monotonic())

    def is_fresh(self, moment: Moment) -> bool:
        """Whether a moment is at most a second old and no visit has changed since. Runs no query."""
        return moment.news == self._news and monotonic() - moment.at < FRESH_SECONDS

    def fresh(self, slug: str) -> Head | None:
        """The cached head if it is fresh, or None. Runs no query."""
        head = self._known.get(slug)
        return head if head and monotonic() - head.read_at < FRESH_SECONDS else None

    def at_least(self, slug: str, after: Cursor) -> Head | None:
        """As `of`, but reads again when the caller already has a newer cursor than the cache."""
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
