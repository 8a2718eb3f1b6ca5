"""Messages: what a reader at one position needs to reach the head, made once and kept for all who stand there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from flask import Flask

from blog import cold_lane, metrics
from blog.cache import Cache
from blog.cold_lane import Queue
from blog.models import Verb
from blog.queries import visits
from blog.wire import fragments, log
from blog.wire.frames import Frame
from blog.wire.log import Cursor

RECENT_BYTES, OLD_BYTES = 3_000_000, 3_000_000
# Fewer events than these are a moment ago: whoever stands there is in step, or was away for a blink.
RECENT_EVENTS = 20
# Past this a reader has been away so long that a new page is smaller and kinder than the difference.
MOST_EVENTS = 300


@dataclass(frozen=True)
class Message:
    """The difference between two positions. `content` is HTML; None makes the message a heartbeat.

    `committed_at` is when the newest change in it was made, and `purges` whether one of them was a purge. `reload` asks
    for the whole page instead, because the log cannot tell the difference.
    """

    cursor: Cursor
    content: str | None = None
    committed_at: datetime | None = None
    reload: bool = False
    purges: bool = False

    @property
    def text(self) -> str:
        if self.reload:
            return '{"reload":true}'
        body = {"cursor": str(self.cursor)}
        if self.content is not None:
            body["content"] = self.content
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def frame(self) -> Frame:
        return Frame(self.text)

    @property
    def size(self) -> int:
        """Its bytes at most, with its frame in every form."""
        return 4 * len((self.content or "").encode())


@lru_cache(maxsize=64)
def standing(cursor: Cursor) -> Message:
    """What tells a reader where it stands, and nothing new; the same for all who stand there."""
    return Message(cursor)


# By the visit, the position, and the head for which they were made.
Messages = Cache[tuple[int, int, Cursor], Message]


class OutOfReach(Exception):
    """The log cannot serve this position: another epoch, the future, too long ago, or too much since then."""


class Replay:
    """Makes messages. One that was made for a position and a head is handed to everyone who needs the same."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        # However many ask for the past, what the readers of the moment need stays.
        self._recent: Messages = Cache("messages", RECENT_BYTES, lambda it: it.size)
        self._old: Messages = Cache("old messages", OLD_BYTES, lambda it: it.size)

    def since(self, visit_id: int, after: Cursor, head: Cursor) -> Message | None:
        """The message from a position to the head, or past it; None when there is nothing new. Raises OutOfReach.

        For the pump, which waits for nobody.
        """
        if not _is_behind(after, head):
            return None
        key = visit_id, after.seq, head
        kept = self._messages(after, head)
        message = kept.get(key)
        if message is None:
            message = self._make(visit_id, after)
            kept.put(key, message)
        return message

    def since_in_turn(self, visit_id: int, after: Cursor, head: Cursor) -> Message | None:
        """The same for one visitor, who waits until nothing more urgent is to be done. Raises OutOfReach and Full."""
        if not _is_behind(after, head):
            return None
        queue = Queue.PAGES if is_recent(after, head) else Queue.ASKED

        def make() -> Message:
            with cold_lane.turn(queue):
                return self._make(visit_id, after)

        return self._messages(after, head).get_or_make((visit_id, after.seq, head), make)

    def _messages(self, after: Cursor, head: Cursor) -> Messages:
        return self._recent if is_recent(after, head) else self._old

    def _make(self, visit_id: int, after: Cursor) -> Message:
        base_url = self._app.config["PUBLIC_URL"]
        # In a context of its own: the session of a request that waited reads what was true when it began.
        with self._app.app_context(), self._app.test_request_context(base_url=base_url), metrics.RENDER.time():
            visit = visits.by_id(visit_id)
            if visit is None or visit.epoch != after.epoch:
                raise OutOfReach
            events = log.after(visit_id, after.seq)
            try:
                content = fragments.render(visit, events)
            except fragments.TooMuch as error:
                raise OutOfReach from error
            purges = any(event.verb is Verb.PURGE for event in events)
            return Message(Cursor(visit.epoch, visit.head), content, events[-1].at, purges=purges)


def is_recent(after: Cursor, head: Cursor) -> bool:
    """Whether a position is only a little behind the head."""
    return head.seq - after.seq <= RECENT_EVENTS


def _is_behind(after: Cursor, head: Cursor) -> bool:
    """Whether there is anything new after a position. Raises OutOfReach where the log cannot tell."""
    if head.epoch != after.epoch or not head.seq - MOST_EVENTS <= after.seq <= head.seq:
        raise OutOfReach
    return head.seq != after.seq
