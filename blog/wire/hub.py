"""The readers of this process: where each stands, and the only writes to their sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from gevent import get_hub

from blog.wire import frames
from blog.wire.frames import Frame
from blog.wire.log import Cursor
from blog.wire.replay import Message

PATIENCE_SECONDS = 20.0
_WRITE = 2  # libev's EV_WRITE


class Writable(Protocol):
    """What the hub needs of a socket: `send` that takes what fits and raises BlockingIOError when nothing does."""

    def send(self, data: bytes | memoryview, /) -> int: ...
    def fileno(self) -> int: ...
    def shutdown(self, how: int, /) -> None: ...


@dataclass(eq=False, slots=True)
class Reader:
    """One open page. `after` is its position; `rest` is what its socket did not take yet, since `stuck_since`."""

    sock: Writable
    after: Cursor
    deflates: bool
    rest: bytes | memoryview = b""
    stuck_since: float = 0.0
    watcher: object = None


@dataclass(eq=False, slots=True)
class Room:
    """The readers of one visit, and the position that those who keep up have reached."""

    visit_id: int
    head: Cursor
    readers: set[Reader] = field(default_factory=set)


class Hub:
    """Hands frames to readers. A reader that keeps up costs one `send`; no call here ever waits for a socket."""

    def __init__(self) -> None:
        self.rooms: dict[int, Room] = {}
        self.closing = False

    def __len__(self) -> int:
        return sum(len(room.readers) for room in self.rooms.values())

    def join(self, visit_id: int, head: Cursor, reader: Reader) -> Room:
        """Puts a reader on the list. `head` is where a room that did not exist yet begins."""
        room = self.rooms.setdefault(visit_id, Room(visit_id, head))
        room.readers.add(reader)
        return room

    def leave(self, room: Room, reader: Reader) -> None:
        """Takes a reader from the list, and the room with the last one."""
        room.readers.discard(reader)
        _unwatch(reader)
        if not room.readers and self.rooms.get(room.visit_id) is room:
            del self.rooms[room.visit_id]

    def deliver(self, room: Room, message: Message) -> list[Reader]:
        """Sends a message to all who stand at the room's head and moves the head; returns those who stand elsewhere."""
        before, room.head = room.head, message.cursor
        elsewhere = []
        for reader in tuple(room.readers):
            if reader.rest:
                continue  # it catches up from its own position once its socket has taken what it owes
            if reader.after == before:
                self.send(reader, message.frame, message.cursor)
            elif reader.after != message.cursor:
                elsewhere.append(reader)
        return elsewhere

    def send(self, reader: Reader, frame: Frame, after: Cursor) -> None:
        """Sends a frame that takes a reader to a position."""
        reader.after = after
        self._write(reader, frame.deflated if reader.deflates else frame.plain)

    def reply(self, reader: Reader, data: bytes) -> None:
        """Sends what the protocol itself answers (a pong, a close), unless a frame is still on its way."""
        if not reader.rest:
            self._write(reader, data)

    def beat(self) -> None:
        """Sends every reader its position: it keeps proxies awake and lets a page notice a dead line."""
        for room in tuple(self.rooms.values()):
            frame = Message(room.head).frame
            for reader in tuple(room.readers):
                if not reader.rest and reader.after == room.head:
                    self._write(reader, frame.plain)

    def cut_slow(self) -> int:
        """Lets go of readers whose sockets took nothing for too long; they come back with their cursors."""
        limit = monotonic() - PATIENCE_SECONDS
        slow = [reader for reader in self._everyone() if reader.rest and reader.stuck_since < limit]
        for reader in slow:
            self.dismiss(reader, frames.COME_BACK_LATER)
        return len(slow)

    def dismiss(self, reader: Reader, code: int) -> None:
        """Closes a reader's socket: politely if a close frame fits, and in any case now."""
        if not reader.rest:
            self._write(reader, frames.close(code))
        _unwatch(reader)
        _shut(reader, socket.SHUT_RDWR if reader.rest else socket.SHUT_WR)

    def close(self) -> None:
        """Sends everyone away because the process ends; pages come back by themselves after 1012."""
        self.closing = True
        for reader in self._everyone():
            self.dismiss(reader, frames.RESTARTING)

    def _everyone(self) -> Iterable[Reader]:
        return [reader for room in self.rooms.values() for reader in room.readers]

    def _write(self, reader: Reader, data: bytes | memoryview) -> None:
        try:
            sent = reader.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            _shut(reader, socket.SHUT_RDWR)
            return
        if sent == len(data):
            reader.rest = b""
            return
        reader.rest = memoryview(data)[sent:]
        reader.stuck_since = monotonic()
        self._watch(reader)

    def _watch(self, reader: Reader) -> None:
        if reader.watcher is None:
            reader.watcher = watcher = get_hub().loop.io(reader.sock.fileno(), _WRITE)
            watcher.start(self._flush, reader)

    def _flush(self, reader: Reader) -> None:
        self._write(reader, reader.rest)
        if not reader.rest:
            _unwatch(reader)


def _shut(reader: Reader, how: int) -> None:
    with suppress(OSError):  # the reader may have been faster
        reader.sock.shutdown(how)


def _unwatch(reader: Reader) -> None:
    watcher, reader.watcher = reader.watcher, None
    if watcher is not None:
        watcher.stop()  # type: ignore[attr-defined]
        watcher.close()  # type: ignore[attr-defined]
