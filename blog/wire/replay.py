"""Messages: what a reader at one position needs to reach the head, made once and kept for all who stand there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from flask import Flask

from blog import measures
from blog.memory import Memory
from blog.queries import visits
from blog.wire import fragments, log
from blog.wire.frames import Frame
from blog.wire.log import Cursor

KEPT = 512
# Past this a reader has been away so long that a new page is smaller and kinder than the difference.
MOST_EVENTS = 300


@dataclass(frozen=True)
class Message:
    """The difference between two positions. `content` is HTML; None makes the message a heartbeat.

    `committed_at` is when the newest change in it was made. `reload` asks for the whole page instead, because the log
    cannot tell the difference.
    """

    cursor: Cursor
    content: str | None = None
    committed_at: datetime | None = None
    reload: bool = False

    @cached_property
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


@lru_cache(maxsize=64)
def standing(cursor: Cursor) -> Message:
    """What tells a reader where it stands, and nothing new; the same for all who stand there."""
    return Message(cursor)


class OutOfReach(Exception):
    """The log cannot serve this position: another epoch, the future, too long ago, or too much since then."""


class Replay:
    """Makes messages. One that was made for a position and a head is handed to everyone who needs the same."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._messages: Memory[tuple[int, int, Cursor], Message] = Memory(KEPT)

    def since(self, visit_id: int, after: Cursor, head: Cursor) -> Message | None:
        """The message from a position to the head, or past it; None when there is nothing new. Raises OutOfReach."""
        if head.epoch != after.epoch or not head.seq - MOST_EVENTS <= after.seq <= head.seq:
            raise OutOfReach
        if head.seq == after.seq:
            return None
        return self._messages.get_or_make((visit_id, after.seq, head), lambda: self._make(visit_id, after))

    def _make(self, visit_id: int, after: Cursor) -> Message:
        base_url = self._app.config["PUBLIC_URL"]
        with self._app.test_request_context(base_url=base_url), measures.RENDER.time():
            visit = visits.by_id(visit_id)
            if visit is None or visit.epoch != after.epoch:
                raise OutOfReach
            events = log.after(visit_id, after.seq)
            try:
                content = fragments.render(visit, events)
            except fragments.TooMuch as error:
                raise OutOfReach from error
            return Message(Cursor(visit.epoch, visit.head), content, events[-1].at)
