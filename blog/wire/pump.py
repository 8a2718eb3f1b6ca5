"""The delivery loop of a process: wakes up at the bell or once a second, and sends readers what is new."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import metrics, work_queue
from blog.outage import Outage
from blog.wire import desk_reader, frames, log
from blog.wire.bell import Bell
from blog.wire.hub import Channel, Hub
from blog.wire.log import Cursor
from blog.wire.presence import Presence
from blog.wire.reader import Reader
from blog.wire.readership import Delays
from blog.wire.replay import CannotReplay, Message, Replay
from blog.wire.streams import Ring, Stream
from blog.work_queue import QueueFull

SWEEP_SECONDS = 1.0
# How long a page of the desk may outlive its session, but for the query.
CHECK_SECONDS = 0.5
HEARTBEAT_SECONDS = 20.0

logger = logging.getLogger(__name__)


class Pump:
    """Runs in one greenlet, started by the first reader: a greenlet started before a fork does not run in the child."""

    def __init__(self, app: Flask, bell: Bell, hub: Hub, replay: Replay) -> None:
        self._app, self._bell, self._hub, self._replay = app, bell, hub, replay
        self.presence, self.delays = Presence(app, hub, bell), Delays()
        self._pulse = desk_reader.Pulse(hub)
        self._running = False
        bell.on_ring(self._go_first)
        self._outage = Outage(
            logger,
            begins="the database does not answer: readers get no new updates until it does",
            ends="the database answers again: readers are catching up",
        )

    def admit(self, stream: Stream, reader: Reader, head: Cursor) -> Channel:
        """Subscribes a reader first, and only then reads what it missed, so that nothing falls between the two."""
        channel = self._hub.join(stream, head, reader)
        self._start()
        # The channel may not have advanced yet, and its head may still show something that was just withdrawn.
        newest = channel.head if channel.head.epoch == head.epoch and channel.head.seq > head.seq else head
        if reader.after != newest:
            self._send_backlog(channel, reader, newest)
        else:
            self._hub.send_position(reader)
        return channel

    def _start(self) -> None:
        if not self._running:
            self._running = True
            self._bell.start()
            Thread(target=self._run, name="pump", daemon=True).start()

    def _run(self) -> None:
        heartbeat = sweep = checked = monotonic()
        while not self._hub.closing:
            rung = self._bell.wait(max(0.0, min(sweep + SWEEP_SECONDS, checked + CHECK_SECONDS) - monotonic()))
            try:
                with work_queue.urgent():
                    work_queue.finish(self)
                    if monotonic() - sweep >= SWEEP_SECONDS:
                        sweep = monotonic()
                        rung |= self._behind()
                    desks = self._serve_readers(rung)
                if desks:
                    sleep(0)  # whoever made the change has the answer before colleagues see it
                self._serve_desks(desks)
                if monotonic() - checked >= CHECK_SECONDS:
                    checked = monotonic()
                    self._check_desks()
            except SQLAlchemyError as error:
                # Channels keep their cursors, so nothing is missed once the database answers again.
                self._outage.begin(error)
                sleep(SWEEP_SECONDS)
            self._hub.disconnect_slow()
            if monotonic() - heartbeat >= HEARTBEAT_SECONDS:
                heartbeat = monotonic()
                self._hub.send_heartbeats()
        work_queue.finish(self)

    def _check_desks(self) -> None:
        self._pulse.check()
        with self._app.app_context():
            desk_reader.close_ended(self._hub)
        try:
            self.presence.send()
        except Exception:  # who is there must not stop what is new, least of all for readers
            logger.exception("who is at the desk cannot be shown")

    def _serve_readers(self, rung: set[Ring]) -> list[Stream]:
        """Serves the readers of what was rung for, and returns the streams of its desks, which come after them."""
        streams = [stream for stream in self._hub.channels if stream.ring in rung]
        for stream in streams:
            if not stream.is_of_desk:
                self._try_to_advance(stream)
        return [stream for stream in streams if stream.is_of_desk]

    def _serve_desks(self, streams: list[Stream]) -> None:
        """One account after the other; between two, readers for whom the bell has rung meanwhile."""
        waiting = dict.fromkeys(streams)
        while waiting:
            self._try_to_advance(next(iter(waiting)))
            waiting.pop(next(iter(waiting)))
            waiting |= dict.fromkeys(self._serve_readers(self._bell.wait(0)))
            work_queue.finish(self)

    def _go_first(self, visit_id: int) -> None:
        """At a ring, holds back the rendering of expensive pages until this visit's readers have been served."""
        if self._running and not self._hub.closing and any(self._hub.of_readers(visit_id)):
            work_queue.announce(self)

    def _behind(self) -> set[Ring]:
        """What has grown past one of its channels or readers, as after a lost ring."""
        channels = self._hub.channels
        if not channels:
            return set()
        with self._app.app_context():
            heads = log.heads({stream.visit_id for stream in channels})
        self._outage.end()
        return {
            stream.ring
            for stream, channel in channels.items()
            if _lags(channel, heads.get((stream.visit_id, stream.audience)))
        }

    def _try_to_advance(self, stream: Stream) -> None:
        """A change that cannot be rendered must not stop delivery of other streams."""
        try:
            self._advance(stream)
        except SQLAlchemyError:
            raise
        except Exception:
            logger.exception("the changes of visit %s cannot be rendered", stream.visit_id)

    def _advance(self, stream: Stream) -> None:
        channel = self._hub.channels.get(stream)
        if channel is None:
            return
        head = self._head(channel)
        if head is None:
            self._hub.close_channel(channel)
            return
        try:
            message = self._replay.since(stream, channel.head, head, is_newest=True)
        except CannotReplay:
            self._reload_all(channel, head)
            return
        behind = self._hub.broadcast(channel, message) if message else _stragglers(channel)
        if message and message.committed_at and not stream.is_of_desk:
            lag = max(0.0, (datetime.now(UTC) - message.committed_at).total_seconds())
            metrics.LAG.observe(lag)
            if channel.places:
                self.delays.note(stream.visit_id, lag)
        for reader in behind:
            if not reader.catching_up:
                self._catch_up(channel, reader, channel.head)

    def _send_backlog(self, channel: Channel, reader: Reader, head: Cursor) -> None:
        """Catches up a page that reconnected with an old cursor; rendering waits in the queue for expensive work."""
        after = reader.after
        reader.catching_up = True
        try:
            if after.epoch == head.epoch and after.seq < head.seq:
                self._replay.since_queued(channel.stream, after, head)
        except CannotReplay:
            pass
        except QueueFull:
            reader.close_with(frames.TRY_AGAIN_LATER)
            return
        finally:
            reader.catching_up = False
        self._catch_up(channel, reader, head)
        if reader.after != channel.head and not reader.unsent:  # more happened while it waited
            self._catch_up(channel, reader, channel.head)

    def _catch_up(self, channel: Channel, reader: Reader, head: Cursor) -> None:
        after = reader.after
        # A page may have a newer cursor than this process has seen.
        head = head if after.seq <= head.seq else self._head(channel) or head
        try:
            message = self._replay.since(channel.stream, after, head)
        except CannotReplay:
            self._reload(reader, channel.head)
            return
        # Another greenlet may have served this reader during the query.
        if message and reader.after == after and not reader.unsent:
            self._hub.send(reader, message)

    def _head(self, channel: Channel) -> Cursor | None:
        """The newest event of a channel's log; None when its visit does not exist for those who follow it."""
        with self._app.app_context():
            return log.head(channel.stream.visit_id, channel.stream.audience)

    def _reload_all(self, channel: Channel, head: Cursor) -> None:
        channel.head = head
        for reader in tuple(channel.readers):
            self._reload(reader, channel.head)

    def _reload(self, reader: Reader, head: Cursor) -> None:
        if not reader.unsent:  # otherwise the next sweep tries again
            self._hub.send(reader, Message(head, reload=True))


def _stragglers(channel: Channel) -> list[Reader]:
    return [
        reader
        for reader in channel.readers
        if reader.after != channel.head and not (reader.unsent or reader.catching_up)
    ]


def _lags(channel: Channel, head: Cursor | None) -> bool:
    return head != channel.head or any(_stragglers(channel))
