"""The wire of one process, put together and hung on the app."""

from __future__ import annotations

import resource
from dataclasses import dataclass

from flask import Flask, current_app

from blog import metrics
from blog.extensions import visit_changed
from blog.wire import frames, log
from blog.wire.bell import Bell
from blog.wire.heads import Head, Heads
from blog.wire.hub import Hub
from blog.wire.log import Cursor
from blog.wire.pump import Pump
from blog.wire.reader import Reader, Wired
from blog.wire.replay import Replay
from blog.wire.websub import Announcer

# Each reader is an open file. So many are left for requests, the database, and what is read from the disk.
SPARE_FILES = 200


@dataclass(frozen=True)
class Wire:
    """Everything that delivers, for the edges that admit readers and answer polls."""

    bell: Bell
    hub: Hub
    heads: Heads
    replay: Replay
    pump: Pump
    most_readers: int

    @property
    def has_room(self) -> bool:
        """Whether another reader may come in."""
        return not self.hub.closing and len(self.hub) < self.most_readers

    def seat(self, sock: Wired, head: Head | None, after: str, deflates: bool, opening: bytes = b"") -> None:
        """Takes in a page: it stands at `after`, a cursor, or else at the visit's head.

        `opening` is the answer to its handshake, if that was not sent yet. Without a visit, or without room, the page
        is sent away with the code that tells it what to do.
        """
        reader = Reader(sock, log.parse(after) or (head.cursor if head else Cursor("", 0)), deflates, opening)
        try:
            if head is None:
                metrics.REFUSED.labels("no_visit").inc()
                reader.dismiss(frames.REFUSED)
            elif self.has_room:
                self.pump.admit(head.visit_id, reader, head.cursor)
            else:
                metrics.REFUSED.labels("full").inc()
                reader.dismiss(frames.COME_BACK_LATER)
        finally:
            reader.open()

    def close(self) -> None:
        """Sends everyone away, because the process ends, and hears no other process any more."""
        self.hub.close()
        self.bell.stop()


def init_app(app: Flask, redis_url: str | None, most_readers: int, websub_hub: str | None = None) -> None:
    """Makes the wire and lets every commit ring its bell, and be told to a hub of feeds if there is one.

    It takes in `most_readers`, or as many as the process may open files for.
    """
    bell = _bell(redis_url)
    hub, replay = Hub(), Replay(app)
    pump = Pump(app, bell, hub, replay)
    app.extensions["wire"] = Wire(bell, hub, Heads(bell), replay, pump, _places(most_readers))
    visit_changed.connect(bell.ring)
    if websub_hub:
        announcer = app.extensions["announcer"] = Announcer(app, websub_hub)
        visit_changed.connect(announcer.note)  # and not the bell, which rings in every process


def _places(wanted: int) -> int:
    """As many readers as are wanted, if the process may open enough files."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else max(1, min(wanted, soft - SPARE_FILES))


def wire() -> Wire:
    """The wire of the current app."""
    found: Wire = current_app.extensions["wire"]
    return found


def _bell(redis_url: str | None) -> Bell:
    if redis_url is None:
        return Bell()
    from blog.wire.redis_bell import RedisBell  # takes a third of a second, which a restart without Redis need not take

    return RedisBell(redis_url)
