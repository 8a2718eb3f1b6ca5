"""One connected page: its non-blocking socket, its cursor, and the bytes its socket has not accepted yet."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from gevent import get_hub

from blog.wire import frames
from blog.wire.frames import Frame
from blog.wire.log import Cursor
from blog.wire.readership import LIVE_PAGE

# libev's event masks.
_READABLE, _WRITABLE = 1, 2
_RECEIVE_BYTES = 4096


class Socket(Protocol):
    """A non-blocking socket: its calls raise BlockingIOError instead of waiting."""

    def send(self, data: bytes | memoryview, /) -> int: ...
    def recv(self, size: int, /) -> bytes: ...
    def fileno(self) -> int: ...
    def close(self) -> None: ...


class Watcher(Protocol):
    """gevent's I/O watcher of a file descriptor."""

    def start(self, callback: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class Reader:
    """Costs this object, a watcher and a socket: no greenlet, no request and no timer of its own.

    `after` is the cursor it has reached. `unsent` holds bytes that its socket has refused since `blocked_since`
    (monotonic seconds); nothing else is sent while there are any. `opening`, the response to its handshake, goes out
    with the first frame. `catching_up` is set while its backlog is being rendered. `is_from_desk` is set for a page of
    the desk that shows what readers see: nobody reads there; `is_framed` for one in a frame on another site, which gets
    nothing that only our own pages may show. `place` is where it is counted.
    """

    __slots__ = (
        "_gone",
        "_opening",
        "_reading",
        "_received",
        "_sock",
        "_writing",
        "after",
        "blocked_since",
        "catching_up",
        "deflates",
        "is_framed",
        "is_from_desk",
        "place",
        "unsent",
    )

    def __init__(self, sock: Socket, after: Cursor, deflates: bool, opening: bytes = b"") -> None:
        self._sock = sock
        self._opening = opening
        self.after = after
        self.deflates = deflates
        self.catching_up = self.is_from_desk = self.is_framed = False
        self.place = LIVE_PAGE
        self.unsent: bytes | memoryview = b""
        self.blocked_since = 0.0
        self._received = b""
        self._gone: Callable[[Reader], None] | None = None
        self._reading: Watcher | None = None
        self._writing: Watcher | None = None

    def start_reading(self, gone: Callable[[Reader], None]) -> None:
        """Watches the socket for incoming frames; calls `gone` once when the page has disconnected."""
        self._gone = gone
        if self._sock.fileno() < 0:  # it disconnected during the handshake
            self.close()
            return
        self._reading = _watch(self._sock, _READABLE, self._receive)

    def finish_handshake(self) -> None:
        """Sends the handshake's response, unless a frame has already carried it."""
        if self._opening:
            self.write(b"")

    def send(self, frame: Frame) -> None:
        """Sends a frame; whatever the socket does not accept follows when it is writable."""
        self.write(frame.bytes_for(self.deflates))

    def write(self, data: bytes | memoryview) -> None:
        """Sends bytes without blocking. Closes a broken socket."""
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
            self.unsent = memoryview(data)[sent:]
            self.blocked_since = monotonic()
            if self._writing is None:
                self._writing = _watch(self._sock, _WRITABLE, self._flush)
        elif self.unsent:
            self.unsent = b""
            _unwatch(self._writing)
            self._writing = None

    def close_with(self, code: int) -> None:
        """Disconnects the page, with a close frame if its socket can accept one."""
        if not self.unsent:
            self.write(frames.close(code))
        self.close()

    def close(self) -> None:
        """Closes the socket and stops watching it."""
        _unwatch(self._reading)
        _unwatch(self._writing)
        self._reading = self._writing = None
        self.unsent = b""
        self._sock.close()
        gone, self._gone = self._gone, None
        if gone:
            gone(self)

    def _flush(self) -> None:
        self.write(self.unsent)

    def _receive(self) -> None:
        try:
            received = self._sock.recv(_RECEIVE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self.close()
            return
        self._received += received
        try:
            while self._received and (frame := frames.parse(self._received)):
                self._received = self._received[frame.length :]
                self._handle(frame)
        except frames.ProtocolError as error:
            self.close_with(error.code)

    def _handle(self, frame: frames.ClientFrame) -> None:
        """Answers control frames. Readers have nothing else to send, so messages are ignored."""
        if frame.opcode == frames.PING and not self.unsent:
            self.write(frames.pong(frame.payload))
        elif frame.opcode == frames.CLOSE:
            self._received = b""
            self.close_with(frames.NORMAL)


def _watch(sock: Socket, events: int, callback: Callable[[], None]) -> Watcher:
    watcher: Watcher = get_hub().loop.io(sock.fileno(), events)
    watcher.start(callback)
    return watcher


def _unwatch(watcher: Watcher | None) -> None:
    if watcher is not None:
        watcher.stop()
        watcher.close()
