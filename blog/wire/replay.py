"""Builds the message that takes a reader from its cursor to the head, and caches it for everyone at that cursor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from flask import Flask
from sqlalchemy import Engine

from blog import languages, metrics, work_queue
from blog.cache import Cache
from blog.languages import ENGLISH
from blog.models import Event, Status, Update, Visit
from blog.permissions import may_write
from blog.queries import accounts, visits
from blog.translation import speaking
from blog.wire import desk_fragments, fragments, log
from blog.wire.frames import Frame
from blog.wire.kept import Kept
from blog.wire.log import Cursor
from blog.wire.streams import Audience, Stream
from blog.wire.written import Written
from blog.work_queue import Queue

RECENT_BYTES, OLD_BYTES, DESK_BYTES = 3_000_000, 3_000_000, 1_000_000
# A reader at most this many events behind is keeping up or was away only briefly.
RECENT_EVENTS = 20
# Past this, a reader loads the page again, which costs less than everything it missed.
MAX_EVENTS = 300


@dataclass(frozen=True)
class Message:
    """Everything that changed between two cursors. `content` is HTML; without it the message is a heartbeat.

    `committed_at` is the time of its newest change. `reload` asks the page to reload, because the log cannot
    provide the changes. `framed` is the content for frames on other sites, where it is another one.
    """

    cursor: Cursor
    content: str | None = None
    committed_at: datetime | None = None
    reload: bool = False
    framed: str | None = None

    @property
    def text(self) -> str:
        return self.text_for(False)

    def text_for(self, is_framed: bool) -> str:
        """The message as JSON, for a page that may lie in a frame on another site."""
        if self.reload:
            return '{"reload":true}'
        body = {"cursor": str(self.cursor)}
        if (content := self.content_for(is_framed)) is not None:
            body["content"] = content
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    def content_for(self, is_framed: bool) -> str | None:
        """The content for such a page."""
        return self.content if self.framed is None or not is_framed else self.framed

    def frame_for(self, is_framed: bool) -> Frame:
        """What is sent to a page, encoded once for all that get the same."""
        return self._frame if self.framed is None or not is_framed else self._frame_for_frames

    @cached_property
    def _frame(self) -> Frame:
        return Frame(self.text_for(False))

    @cached_property
    def _frame_for_frames(self) -> Frame:
        return Frame(self.text_for(True))

    @property
    def size(self) -> int:
        """An upper bound of its bytes in memory, including every form of its frame."""
        return 4 * sum(len((content or "").encode()) for content in (self.content, self.framed))


@lru_cache(maxsize=64)
def position_message(cursor: Cursor) -> Message:
    """A heartbeat: tells a reader its cursor. Shared by all readers at that cursor."""
    return Message(cursor)


# Keyed by stream, sequence number of the reader, and head.
Messages = Cache[tuple[Stream, int, Cursor], Message]


class CannotReplay(Exception):
    """The log cannot provide the changes after a cursor: wrong epoch, in the future, too old, or too many changes."""


class Replay:
    """Builds and caches messages: one for each pair of cursor and head, shared by everyone who needs it."""

    def __init__(self, app: Flask, kept: Kept) -> None:
        self._app, self._kept = app, kept
        self.newest_written: Written | None = None
        # Three caches, so that requests for old cursors, and a busy desk, cannot evict what connected readers need.
        self._of_desks: Messages = Cache("messages of desks", DESK_BYTES, lambda it: it.size)
        self._recent: Messages = Cache("messages", RECENT_BYTES, lambda it: it.size)
        self._old: Messages = Cache("old messages", OLD_BYTES, lambda it: it.size)

    def keep_written(
        self, engine: Engine, visit: Visit, events: Sequence[Event], updates: Mapping[str, Update]
    ) -> None:
        """Keeps what this process has just committed to a database, until it commits again."""
        self.newest_written = Written(engine, visit, events, updates)

    def since(self, stream: Stream, after: Cursor, head: Cursor, *, is_newest: bool = False) -> Message | None:
        """The message from a cursor to the head or beyond; None when nothing is new. Raises CannotReplay.

        For the pump, which never queues. With `is_newest` the head was read just now.
        """
        if not _is_behind(after, head):
            return None
        key = stream, after.seq, head
        kept = self._messages(stream, after, head)
        message = kept.get(key)
        if message is None:
            message = self._newest(stream, after, head) if is_newest else self._make(stream, after)
            kept.put(key, message)
        return message

    def _newest(self, stream: Stream, after: Cursor, head: Cursor) -> Message:
        """A message that ends at the head as it is now: of what this process has written, if that is all there is."""
        written = None if stream.is_of_desk else self.newest_written
        if written is None or not written.is_all_between(stream.visit_id, after, head):
            return self._make(stream, after)
        try:
            return self._make(stream, after, written)
        except Exception:
            self.newest_written = None  # the next look at the log reads everything
            raise

    def since_queued(self, stream: Stream, after: Cursor, head: Cursor) -> Message | None:
        """The same for one client, whose rendering queues behind urgent work. Raises CannotReplay and QueueFull."""
        if not _is_behind(after, head):
            return None
        queue = Queue.PAGES if is_recent(after, head) else Queue.QUERIES

        def make() -> Message:
            with work_queue.turn(queue):
                return self._make(stream, after)

        return self._messages(stream, after, head).get_or_compute((stream, after.seq, head), make)

    def _messages(self, stream: Stream, after: Cursor, head: Cursor) -> Messages:
        if stream.is_of_desk:
            return self._of_desks
        return self._recent if is_recent(after, head) else self._old

    def _make(self, stream: Stream, after: Cursor, written: Written | None = None) -> Message:
        is_desk = stream.audience is Audience.DESK
        base_url, path = self._app.config["PUBLIC_URL"], "/desk" if is_desk else "/"
        # A context of its own: the database session of a request that queued would still see an older snapshot.
        context = self._app.test_request_context(path, base_url=base_url)
        with self._app.app_context(), context, metrics.RENDER.time():
            written = written and written.here()
            if written:
                visit: Visit | None = written.visit
            else:
                visit = (visits.by_id if is_desk else visits.alone)(stream.visit_id)
            if visit is None or visit.epoch != after.epoch:
                raise CannotReplay
            if visit.status is Status.HELD and not stream.is_of_desk:
                raise CannotReplay
            # What a desk shows carries no language in its links.
            own, chosen = languages.best(visit.lang), stream.language
            with speaking(chosen or ENGLISH) if stream.is_of_desk else speaking(own, chosen):
                return _for_desk(visit, stream, after) if is_desk else _for_readers(visit, after, self._kept, written)


def _for_readers(visit: Visit, after: Cursor, kept: Kept, written: Written | None) -> Message:
    events = written.events if written else log.after(visit.id, after.seq)
    loaded = written.updates if written else {}
    try:
        # What old cursors ask for would push out what the front pages need.
        adds = is_recent(after, Cursor(visit.epoch, visit.head))
        content = fragments.render(visit, events, kept, adds=adds, loaded=loaded)
    except fragments.TooManyChanges as error:
        raise CannotReplay from error
    framed = None if content.framed == content.own else content.framed
    return Message(Cursor(visit.epoch, visit.head), content.own, events[-1].at, framed=framed)


def _for_desk(visit: Visit, stream: Stream, after: Cursor) -> Message:
    """For one account in the role that it has now; a page that was opened in another is loaded again."""
    account = accounts.by_id(stream.account_id)
    if account is None or account.role is not stream.role or not may_write(account, visit):
        raise CannotReplay
    content = desk_fragments.render(visit, log.desk_after(visit.id, after.seq, account.id), account)
    return Message(Cursor(visit.epoch, visit.desk_head), content)


def is_recent(after: Cursor, head: Cursor) -> bool:
    """Whether a cursor is only a few events behind the head."""
    return head.seq - after.seq <= RECENT_EVENTS


def _is_behind(after: Cursor, head: Cursor) -> bool:
    """Whether there is anything new after a cursor. Raises CannotReplay."""
    if head.epoch != after.epoch or not head.seq - MAX_EVENTS <= after.seq <= head.seq:
        raise CannotReplay
    return head.seq != after.seq
