"""Assembles the wire of one process and registers it on the app."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from blog import languages, metrics
from blog.environment import RESERVED_FILES
from blog.extensions import desk_changed, events_written, visit_changed
from blog.models import ReaderPage
from blog.wire import frames, log, readership
from blog.wire.bell import Bell
from blog.wire.desk_reader import DeskReader
from blog.wire.heads import Head, HeadCache
from blog.wire.hub import Hub
from blog.wire.kept import Kept
from blog.wire.log import Cursor
from blog.wire.pump import Pump
from blog.wire.reader import Reader, Socket
from blog.wire.replay import Replay
from blog.wire.streams import Stream

# What a page of the desk says in `from` when it connects as readers do.
FROM_DESK = "desk"


@dataclass(frozen=True)
class Wire:
    """The parts that deliver changes, for the views that accept sockets and answer polls."""

    bell: Bell
    hub: Hub
    heads: HeadCache
    replay: Replay
    pump: Pump
    kept: Kept
    max_readers: int

    @property
    def has_capacity(self) -> bool:
        """Whether another reader can be accepted."""
        return not self.hub.closing and len(self.hub) < self.max_readers

    def accept(
        self, sock: Socket, head: Head | None, asked: Mapping[str, str], deflates: bool, opening: bytes = b""
    ) -> None:
        """Accepts a page's socket at the cursor `after`, or at the visit's head if that is no cursor.

        `asked` are the arguments of its address: `after`, `ui` for another language than the visit's, `from` for a page
        of the desk, of an update or in a frame, and `site` for the host of the page around a frame. `opening` is the
        handshake's response if it has not been sent yet. Without a visit (`head` is None) or free capacity, the socket
        is closed with the code that tells the page what to do.
        """
        after = log.parse(asked.get("after", "")) or (head.cursor if head else Cursor("", 0))
        reader = Reader(sock, after, deflates, opening)
        reader.is_from_desk, reader.place = asked.get("from") == FROM_DESK, readership.place_of(asked)
        reader.is_framed = reader.place.page is ReaderPage.FRAME
        try:
            if head is None:
                metrics.REFUSED.labels("no_visit").inc()
                reader.close_with(frames.POLICY_VIOLATION)
            else:
                chosen = languages.asked(asked.get("ui", ""), languages.best(head.lang))
                self._admit(Stream(head.visit_id, language=chosen), reader, head.cursor)
        finally:
            reader.finish_handshake()

    def accept_at_desk(self, reader: DeskReader, stream: Stream, head: Cursor) -> None:
        """Accepts a page of the desk, whose permission has been checked."""
        self._admit(stream, reader, head)

    def _admit(self, stream: Stream, reader: Reader, head: Cursor) -> None:
        if self.has_capacity:
            self.pump.admit(stream, reader, head)
        else:
            metrics.REFUSED.labels("full").inc()
            reader.close_with(frames.TRY_AGAIN_LATER)

    def close(self) -> None:
        """Disconnects everyone because the process is stopping, and unsubscribes from other processes."""
        self.hub.close()
        self.bell.stop()


def init_app(app: Flask, redis_url: str | None, max_readers: int) -> None:
    """Builds the wire, and rings its bell after every commit.

    It accepts `max_readers`, or as many as the process may open files for.
    """
    bell = _bell(redis_url)
    hub, kept = Hub(), Kept()
    replay = Replay(app, kept)
    pump = Pump(app, bell, hub, replay)
    app.extensions["wire"] = Wire(bell, hub, HeadCache(bell), replay, pump, kept, _reader_limit(max_readers))
    events_written.connect(replay.keep_written)
    visit_changed.connect(bell.ring)
    desk_changed.connect(bell.ring_desk)


def _reader_limit(wanted: int) -> int:
    """The wanted number of readers, limited by the files the process may open."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else max(1, min(wanted, soft - RESERVED_FILES))


def wire() -> Wire:
    """The wire of the current app."""
    found: Wire = current_app.extensions["wire"]
    return found


def _bell(redis_url: str | None) -> Bell:
    if redis_url is None:
        return Bell()
    from blog.wire.redis_bell import (
        RedisBell,  # importing it takes a third of a second, which a start without Redis can save
    )

    return RedisBell(redis_url)
