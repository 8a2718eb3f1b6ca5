"""One open page: its socket, the position it has reached, and what its socket has not taken yet."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from gevent import get_hub

from blog.wire import frames
from blog.wire.frames import Frame
from blog.wire.log import Cursor

# What libev calls readable and writable.
_READABLE, _WRITABLE = 1, 2
_RECEIVE_BYTES = 4096


class Wired(Protocol):
    """What a reader needs of a socket: calls that never wait and raise BlockingIOError instead."""

    def send(self, data: bytes | memoryview, /) -> int: ...
    def recv(self, size: int, /) -> bytes: ...
    def fileno(self) -> int: ...
    def close(self) -> None: ...


class Watcher(Protocol):
    """gevent's watcher of a file descriptor."""

    def start(self, callback: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class Reader:
    """A page costs this object, a watcher and its socket: no greenlet, no request, no timer of its own.

    `after` is the position it has reached. `rest` is what its socket did not take yet, since `stuck_since` (seconds of
    the monotonic clock); while there is a rest, nothing else is sent. `opening`, the answer to its handshake, goes out
    with the first frame. `catching_up` is set while what it missed waits to be made.
    """

    __slots__ = (
        "_gone",
        "_heard",
        "_opening",
        "_reading",
        "_sock",
        "_writing",
        "after",
        "catching_up",
        "deflates",
        "rest",
        "stuck_since",
    )

    def __init__(self, sock: Wired, after: Cursor, deflates: bool, opening: bytes = b"") -> None:
        self._sock = sock
        self._opening = opening
        self.after = after
        self.deflates = deflates
        self.catching_up = False
        self.rest: bytes | memoryview = b""
        self.stuck_since = 0.0
        self._heard = b""
        self._gone: Callable[[Reader], None] | None = None
        self._reading: Watcher | None = None
        self._writing: Watcher | None = None

    def listen(self, gone: Callable[[Reader], None]) -> None:
        """Begins to hear what the page says, which is little; calls `gone` once when the page has left."""
        self._gone = gone
        if self._sock.fileno() < 0:  # it left during the handshake
            self.close()
            return
        self._reading = _watch(self._sock, _READABLE, self._hear)

    def open(self) -> None:
        """Answers the handshake, if no frame has taken the answer with it."""
        if self._opening:
            self.write(b"")

    def send(self, frame: Frame) -> None:
        """Sends a frame; what the socket does not take follows when it can."""
        self.write(frame.deflated if self.deflates else frame.plain)

    def write(self, data: bytes | memoryview) -> None:
        """Sends bytes without waiting. A socket that is broken is let go."""
        if self._opening:
            data, self._opening = self._opening + data, b""
        try:
            sent = self._sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close()
            return
        if sent < len(data):
            self.rest = memoryview(data)[sent:]
            self.stuck_since = monotonic()
            if self._writing is None:
                self._writing = _watch(self._sock, _WRITABLE, self._flush)
        elif self.rest:
            self.rest = b""
            _forget(self._writing)
            self._writing = None

    def dismiss(self, code: int) -> None:
        """Sends the page away with a close code, if its socket takes one more frame, and lets go of it."""
        if not self.rest:
            self.write(frames.close(code))
        self.close()

    def close(self) -> None:
        """Lets go of the socket."""
        _forget(self._reading)
        _forget(self._writing)
        self._reading = self._writing = None
        self.rest = b""
        self._sock.close()
        gone, self._gone = self._gone, None
        if gone:
            gone(self)

    def _flush(self) -> None:
        self.write(self.rest)

    def _hear(self) -> None:
        try:
            heard = self._sock.recv(_RECEIVE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self.close()
            return
        self._heard += heard
        try:
            while self._heard and (said := frames.parse(self._heard)):
                self._heard = self._heard[said.length :]
                self._answer(said)
        except frames.ProtocolError as error:
            self.dismiss(error.code)

    def _answer(self, said: frames.Said) -> None:
        """A page has nothing to say but what the protocol itself asks; its messages are passed over."""
        if said.opcode == frames.PING and not self.rest:
            self.write(frames.pong(said.payload))
        elif said.opcode == frames.CLOSE:
            self._heard = b""
            self.dismiss(frames.NORMAL)


def _watch(sock: Wired, events: int, callback: Callable[[], None]) -> Watcher:
    watcher: Watcher = get_hub().loop.io(sock.fileno(), events)
    watcher.start(callback)
    return watcher


def _forget(watcher: Watcher | None) -> None:
    if watcher is not None:
        watcher.stop()
        watcher.close()
