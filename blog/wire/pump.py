"""The pump of a process: wakes at the bell or at the sweep, and moves every room to the head of its log."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import cold_lane, metrics
from blog.cold_lane import Full
from blog.outage import Outage
from blog.wire import frames, log
from blog.wire.bell import Bell
from blog.wire.hub import Hub, Room
from blog.wire.log import Cursor
from blog.wire.reader import Reader
from blog.wire.replay import Message, OutOfReach, Replay

SWEEP_SECONDS = 1.0
HEARTBEAT_SECONDS = 20.0

logger = logging.getLogger(__name__)


class Pump:
    """Runs in one greenlet, started by the first reader: one started before a fork would die with the parent."""

    def __init__(self, app: Flask, bell: Bell, hub: Hub, replay: Replay) -> None:
        self._app, self._bell, self._hub, self._replay = app, bell, hub, replay
        self._running = False
        bell.on_ring(self._go_first)
        self._outage = Outage(
            logger,
            begins="readers wait for what is new, because the database does not answer",
            ends="the database answers again; readers get what they waited for",
        )

    def admit(self, visit_id: int, reader: Reader, head: Cursor) -> Room:
        """Puts a reader on the hub first, and only then brings it from its cursor to where the others are."""
        room = self._hub.join(visit_id, head, reader)
        self._start()
        # The room may not have moved yet, and what it stands at may hold a word that was withdrawn a moment ago.
        newest = room.head if room.head.epoch == head.epoch and room.head.seq > head.seq else head
        if reader.after != newest:
            self._bring_back(room, reader, newest)
        else:  # so that the page knows at once that this line carries
            self._hub.greet(reader)
        return room

    def _start(self) -> None:
        if not self._running:
            self._running = True
            self._bell.start()
            Thread(target=self._run, name="pump", daemon=True).start()

    def _run(self) -> None:
        beat, sweep = monotonic(), monotonic()
        while not self._hub.closing:
            rung = self._bell.wait(SWEEP_SECONDS)
            try:
                with cold_lane.hot():
                    cold_lane.done(self)
                    if monotonic() - sweep >= SWEEP_SECONDS:
                        sweep = monotonic()
                        rung |= self._behind()
                    for visit_id in rung:
                        self._try_to_advance(visit_id)
            except SQLAlchemyError as error:
                # The rooms keep their positions, so that nothing is missed once the database answers again.
                self._outage.begin(error)
                sleep(SWEEP_SECONDS)
            self._hub.cut_slow()
            if monotonic() - beat >= HEARTBEAT_SECONDS:
                beat = monotonic()
                self._hub.beat()
        cold_lane.done(self)

    def _go_first(self, visit_id: int) -> None:
        """At the ring: no expensive page begins before the readers of this visit have what is new."""
        if self._running and not self._hub.closing and visit_id in self._hub.rooms:
            cold_lane.expect(self)

    def _behind(self) -> set[int]:
        """The visits whose log is ahead of their room, or of one of its readers: what lost rings would have said."""
        rooms = self._hub.rooms
        if not rooms:
            return set()
        with self._app.app_context():
            heads = log.heads(rooms.keys())
        self._outage.end()
        return {visit_id for visit_id, room in rooms.items() if _lags(room, heads.get(visit_id))}

    def _try_to_advance(self, visit_id: int) -> None:
        """One visit whose change cannot be rendered must not end delivery for the others."""
        try:
            self._advance(visit_id)
        except SQLAlchemyError:
            raise
        except Exception:
            logger.exception("what changed in visit %s cannot be made into a message", visit_id)

    def _advance(self, visit_id: int) -> None:
        room = self._hub.rooms.get(visit_id)
        if room is None:
            return
        head = self._head(room)
        try:
            message = self._replay.since(visit_id, room.head, head)
        except OutOfReach:
            self._reload_all(room, head)
            return
        behind = self._hub.deliver(room, message) if message else _stragglers(room)
        if message and message.committed_at:
            metrics.LAG.observe(max(0.0, (datetime.now(UTC) - message.committed_at).total_seconds()))
        for reader in behind:
            if not reader.catching_up:
                self._catch_up(room, reader, room.head)

    def _bring_back(self, room: Room, reader: Reader, head: Cursor) -> None:
        """A page that comes back with an old cursor waits for its turn, as every visitor does for what is expensive."""
        after = reader.after
        reader.catching_up = True
        try:
            if after.epoch == head.epoch and after.seq < head.seq:
                self._replay.since_in_turn(room.visit_id, after, head)
        except OutOfReach:
            pass
        except Full:
            reader.dismiss(frames.COME_BACK_LATER)
            return
        finally:
            reader.catching_up = False
        self._catch_up(room, reader, head)
        if reader.after != room.head and not reader.rest:  # more has happened while it waited
            self._catch_up(room, reader, room.head)

    def _catch_up(self, room: Room, reader: Reader, head: Cursor) -> None:
        after = reader.after
        # A page may be newer than what this process has seen of the log.
        head = head if after.seq <= head.seq else self._head(room)
        try:
            message = self._replay.since(room.visit_id, after, head)
        except OutOfReach:
            self._reload(reader, room.head)
            return
        # Another greenlet may have served this reader while this one waited for the database.
        if message and reader.after == after and not reader.rest:
            self._hub.send(reader, message)

    def _head(self, room: Room) -> Cursor:
        with self._app.app_context():
            return log.head(room.visit_id) or room.head

    def _reload_all(self, room: Room, head: Cursor) -> None:
        room.head = head
        for reader in tuple(room.readers):
            self._reload(reader, room.head)

    def _reload(self, reader: Reader, head: Cursor) -> None:
        if not reader.rest:  # otherwise the sweep comes back to it
            self._hub.send(reader, Message(head, reload=True))


def _stragglers(room: Room) -> list[Reader]:
    return [reader for reader in room.readers if reader.after != room.head and not (reader.rest or reader.catching_up)]


def _lags(room: Room, head: Cursor | None) -> bool:
    return head != room.head or any(_stragglers(room))
