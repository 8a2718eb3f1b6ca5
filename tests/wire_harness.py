"""Readers without a server: the hub writes to socket pairs, and another implementation decodes the other ends."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from typing import Any

import gevent
from flask import Flask
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from blog import work_queue
from blog.wire import log
from blog.wire.reader import Reader
from blog.wire.readership import LIVE_PAGE, Place
from blog.wire.service import Wire
from blog.wire.streams import Stream
from tests.sample_visit import SampleVisit

TINY_BYTES = 2048
MOST_TURNS = 500


class SocketPairReader:
    """A reader registered with the hub, and everything that it was sent. It reads only when told to."""

    def __init__(self, after: log.Cursor, *, deflates: bool = False, tiny: bool = False) -> None:
        ours, self._theirs = socket.socketpair()
        if tiny:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, TINY_BYTES)
        for end in (ours, self._theirs):
            end.setblocking(False)
        self.reader = Reader(ours, after, deflates)
        self.stream = b""
        self.beats: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.frames: list[Frame] = []
        self.ended = False
        self._protocol = _protocol(deflates)

    @property
    def close_code(self) -> int | None:
        return self._protocol.close_rcvd.code if self._protocol.close_rcvd else None

    def say(self, frame: bytes) -> None:
        """Sends bytes as a page would."""
        self._theirs.sendall(frame)
        gevent.sleep(0.01)

    def read(self) -> list[dict[str, Any]]:
        """Reads what has arrived, and returns the messages that are more than a heartbeat.

        Fails on a stream that is no stream of frames.
        """
        before = len(self.messages)
        with suppress(BlockingIOError):
            while received := self._theirs.recv(1 << 20):
                self._take(received)
            self.ended = True
        return self.messages[before:]

    def read_all(self) -> list[dict[str, Any]]:
        """Reads as fast as it can, in turns with the hub, until nothing is on its way any more."""
        before = len(self.messages)
        for _ in range(MOST_TURNS):
            self.read()
            gevent.sleep(0.001)
            if not self.reader.unsent:
                break
        self.read()
        return self.messages[before:]

    def close(self) -> None:
        self._theirs.close()
        self.reader.close()

    def _take(self, received: bytes) -> None:
        self.stream += received
        self._protocol.receive_data(received)
        assert self._protocol.parser_exc is None, f"a torn frame: {self._protocol.parser_exc}"
        for event in self._protocol.events_received():
            assert isinstance(event, Frame)
            self.frames.append(event)
            if event.opcode is Opcode.TEXT:
                message = json.loads(event.data)
                (self.beats if set(message) == {"cursor"} else self.messages).append(message)


class WireHarness:
    """The wire of an app whose pump runs only when a test says so."""

    def __init__(self, app: Flask, talks: SampleVisit) -> None:
        self.wire: Wire = app.extensions["wire"]
        self.wire.pump._running = True
        self.visit_id = talks.visit_id
        self._lines: list[SocketPairReader] = []

    @property
    def hub(self) -> Any:
        return self.wire.hub

    def head(self) -> log.Cursor:
        head = log.head(self.visit_id)
        assert head
        return head

    def admit(
        self,
        after: log.Cursor | None = None,
        head: log.Cursor | None = None,
        language: str = "",
        place: Place = LIVE_PAGE,
        **kwargs: bool,
    ) -> SocketPairReader:
        """Connects a page at a position, or at the head; `head` is where the log stood at its handshake.

        `language` is one that is not the visit's own, `place` is where it is counted.
        """
        line = SocketPairReader(after or self.head(), **kwargs)
        line.reader.place = place
        self._lines.append(line)
        self.wire.pump.admit(Stream(self.visit_id, language=language), line.reader, head or self.head())
        return line

    def fill(self, count: int) -> list[SocketPairReader]:
        """Connects `count` pages at the head; every second one takes deflated frames."""
        lines = [self.admit(deflates=deflates) for _, deflates in zip(range(count), cycle((True, False)), strict=False)]
        for line in lines:
            line.read()
            line.stream = b""
        return lines

    def wake(self) -> None:
        """Does what the pump does when the bell rings."""
        self.wire.pump._advance(Stream(self.visit_id))

    def sweep(self) -> None:
        """Does what the pump does every second."""
        self.wire.pump._serve_readers(self.wire.pump._behind())

    def close(self) -> None:
        for line in self._lines:
            line.close()
        work_queue.finish(self.wire.pump)  # it never ran, and all apps share one queue


def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    """The body of a fixture, for the modules that need it."""
    made = WireHarness(app, talks)
    yield made
    made.close()


def _protocol(deflates: bool) -> ClientProtocol:
    protocol = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN, max_size=None)
    if deflates:
        no_memory = {"remote_no_context_takeover": True, "local_no_context_takeover": True}
        protocol.extensions = [PerMessageDeflate(**no_memory, remote_max_window_bits=15, local_max_window_bits=15)]
    return protocol
