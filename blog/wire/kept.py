"""Keeps the parts of pages as they were rendered, until an event of the log touches them.

After a change, a page is joined from the parts that the change did not touch and the few that it did. The wire and the
pages both take parts from here, so they send the same bytes. One rule decides how long a part is kept, the wire's own:
an event about an update touches that update, whatever is tied to it, and the regions of `regions.touched`. Any wider
event, such as a renaming or a new status, drops all parts of the visit.

Whatever can change without an event is not kept: texts made by an older renderer, regions that show more than the log
knows, and a banner that expires, whose event may be late.
Each part is rendered from a state at least as new as the head that its `Shelf` stands at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from sys import getsizeof
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache
from flask import render_template

from blog import translation
from blog.cache import Cache
from blog.models import Event, Status, Update, Verb, Visit
from blog.models.event import OF_UPDATES
from blog.queries import stream
from blog.text import markdown
from blog.wire import log, regions
from blog.wire.log import Cursor
from blog.wire.regions import REGIONS, Marked

BUDGET_BYTES = 6_000_000
MAX_VISITS = 256
# Past this, it costs less to render everything again.
MAX_EVENTS = 300


class Kind(Enum):
    """What a part is: an article on our own pages and in frames on other sites, what an update is to search engines, or
    a region."""

    ARTICLE = "article"
    FRAMED = "framed"
    POSTING = "posting"
    REGION = "region"


class Key(NamedTuple):
    """A part: its name is the public id of an update or the name of a region. Its links carry a chosen language."""

    visit_id: int
    kind: Kind
    name: str
    language: str
    carried: str


class Kept:
    """The parts of all visits, within a limit in bytes, and how far the log of each has been followed."""

    def __init__(self) -> None:
        self._parts: Cache[Key, Any] = Cache("parts of pages", BUDGET_BYTES, _size)
        self._followed: LRUCache[int, Cursor] = LRUCache(MAX_VISITS)
        self._lock = Lock()

    def of(self, visit: Visit, *, adds: bool = True, is_used: bool = True) -> Shelf:
        """The parts of a visit as it was just loaded. Without `adds`, what is rendered now is not kept.

        Of a visit that is held, whose links lead elsewhere, nothing is.
        """
        if not is_used or visit.status is Status.HELD:
            return Shelf(self, visit, None, adds=False)
        self._catch_up(visit)
        return Shelf(self, visit, Cursor(visit.epoch, visit.head), adds)

    def follow(self, visit: Visit, events: Sequence[Event], updates: Iterable[Marked]) -> None:
        """Drops what events touched that were read since the visit was loaded; nothing if some before them are missing.

        `updates` are all that the events name, and what is tied to them.
        """
        with self._lock:
            at = self._followed.get(visit.id)
            new = [event for event in events if at and event.seq > at.seq]
            if at and at.epoch == visit.epoch and new and new[0].seq == at.seq + 1:
                self._drop(visit.id, new, updates)
                self._followed[visit.id] = Cursor(visit.epoch, max(at.seq, visit.head))

    def get(self, key: Key, head: Cursor) -> Any:
        """A part as it is at the head or later; None if it has to be rendered."""
        with self._lock:
            at = self._followed.get(key.visit_id)
            is_current = at is not None and at.epoch == head.epoch and at.seq >= head.seq
            return self._parts.get(key) if is_current else None

    def put(self, key: Key, head: Cursor, part: Any) -> None:
        """Keeps a part that was rendered at the head, unless the log has been followed further meanwhile."""
        with self._lock:
            if self._followed.get(key.visit_id) == head:
                self._parts.put(key, part)

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._followed.clear()
            self._parts.clear()

    def _catch_up(self, visit: Visit) -> None:
        with self._lock:
            at = self._followed.get(visit.id)
        if at and at.epoch == visit.epoch and at.seq < visit.head <= at.seq + MAX_EVENTS:
            events = log.after(visit.id, at.seq)
            named = {event.subject for event in events if event.verb in OF_UPDATES}
            self.follow(visit, events, stream.marks(visit.id, named))
        with self._lock:
            at = self._followed.get(visit.id)
            if at is None or at.epoch != visit.epoch or at.seq < visit.head:
                self._drop_all(visit.id)
                self._followed[visit.id] = Cursor(visit.epoch, visit.head)

    def _drop(self, visit_id: int, events: Sequence[Event], updates: Iterable[Marked]) -> None:
        if not all(regions.is_narrow(event.verb) for event in events):
            self._drop_all(visit_id)
            return
        found = list(updates)
        ids = {event.subject for event in events if event.verb in OF_UPDATES} | {one.public_id for one in found}
        names = regions.touched(events, found)
        if any(event.verb is Verb.EDIT for event in events):
            names.add("banner")  # it may show the local time of the update that it links to

        def is_touched(key: Key) -> bool:
            return key.visit_id == visit_id and key.name in (names if key.kind is Kind.REGION else ids)

        self._parts.remove(is_touched)

    def _drop_all(self, visit_id: int) -> None:
        self._parts.remove(lambda key: key.visit_id == visit_id)


@dataclass(frozen=True)
class Shelf:
    """The parts of a visit as loaded at `head`, in the language of the request.

    Without a head or `adds` it keeps nothing.
    """

    kept: Kept
    visit: Visit
    head: Cursor | None
    adds: bool

    def get(self, kind: Kind, name: str) -> Any:
        """A part that is kept, or None."""
        return self.kept.get(self._key(kind, name), self.head) if self.head else None

    def keep(self, kind: Kind, name: str, part: Any, *texts: Update) -> None:
        """Keeps a part that shows the words of these updates."""
        if self.head and self.adds and all(update.renderer == markdown.RENDERER for update in texts):
            self.kept.put(self._key(kind, name), self.head, part)

    def article(self, update: Update, *, is_framed: bool = False) -> str:
        """The article of an update as readers see it."""
        kind = Kind.FRAMED if is_framed else Kind.ARTICLE
        if (found := self.get(kind, update.public_id)) is None:
            framed = {"framed": True} if is_framed else {}
            found = render_template("live/_update.html", visit=self.visit, update=update, **framed)
            self.keep(kind, update.public_id, found, update, *update.named_beside)
        return str(found)

    def region(self, name: str, newest: Sequence[Event] = ()) -> str:
        """The HTML of a region. `newest` are the last events of the log, as far as they are known."""
        if (found := self.get(Kind.REGION, name)) is None:
            inputs = regions.inputs(self.visit, name, newest)
            found = regions.render(self.visit, name, inputs)
            if REGIONS[name].is_kept and not getattr(inputs.get("banner"), "expires_at", None):
                self.keep(Kind.REGION, name, found, *_texts_of(inputs))
        return str(found)

    def _key(self, kind: Kind, name: str) -> Key:
        return Key(self.visit.id, kind, name, translation.language.get(), translation.carried.get())


def _texts_of(inputs: dict[str, Any]) -> Sequence[Update]:
    """The updates whose words a region shows."""
    pinned = inputs.get("pinned")
    return (*inputs.get("key_events", ()), *filter(None, [pinned, pinned and pinned.public_original]))


def _size(part: Any) -> int:
    """The bytes of a text; of anything else about as many as its objects take."""
    return getsizeof(part) if isinstance(part, str) else 3 * len(repr(part))
