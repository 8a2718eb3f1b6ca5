"""A TCP proxy that a test can break: it refuses connections, cuts a message in the middle, or falls silent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from tests.servers.ports import HOST, free_port

_CHUNK = 1 << 16


class BreakableProxy:
    """Passes bytes between whoever connects to `port` and the server at `target`, and can stop doing so."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.port = free_port()
        self.opened = 0
        self._target = target
        self._listener: socket.socket | None = None
        self._lines: list[_Line] = []
        self._is_silent = False
        self._cut_at, self._after_the_answer = b"", False

    def open(self) -> None:
        """Accepts new connections."""
        self._is_silent = False
        if self._listener is None:
            self._listener = socket.create_server((HOST, self.port))
            Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def close(self) -> None:
        """Breaks all connections, and refuses new ones."""
        listener, self._listener = self._listener, None
        if listener:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.cut()

    def cut(self) -> None:
        """Breaks all connections; new ones are accepted."""
        lines, self._lines = self._lines, []
        for line in lines:
            line.close()

    def hush(self, *, new: bool = False) -> None:
        """Keeps open connections open but passes nothing on; with `new`, the same for all that follow."""
        self._is_silent = new
        for line in self._lines:
            line.is_silent = True

    def cut_at(self, words: bytes, *, after_the_answer: bool) -> None:
        """Breaks, once, the connection that carries `words`: before they arrive, or before the answer does."""
        self._cut_at, self._after_the_answer = words, after_the_answer

    @property
    def has_cut(self) -> bool:
        return not self._cut_at

    def breaks_at(self, said: bytes) -> bool:
        return bool(self._cut_at) and self._cut_at in said

    def break_line(self, line: _Line, said: bytes) -> None:
        self._cut_at = b""
        if self._after_the_answer:
            line.server.sendall(said)
            line.answered.wait(10)
        line.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            self._lines.append(_Line(self, client, server, self._is_silent))
            self.opened += 1


class _Line:
    """One connection through the proxy."""

    def __init__(self, proxy: BreakableProxy, client: socket.socket, server: socket.socket, is_silent: bool) -> None:
        self._proxy = proxy
        self._client, self.server = client, server
        self.is_silent = is_silent
        self.answered = Event()
        self._is_losing_answers = False
        for run in (self._hear, self._answer):
            Thread(target=run, daemon=True).start()

    def close(self) -> None:
        for end in (self._client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _hear(self) -> None:
        for said in _received(self._client):
            if self._proxy.breaks_at(said):
                self._is_losing_answers = True
                self._proxy.break_line(self, said)
                return
            if not self.is_silent:
                _send(self.server, said)
        self.close()

    def _answer(self) -> None:
        for said in _received(self.server):
            if self._is_losing_answers:
                self.answered.set()
            elif not self.is_silent:
                _send(self._client, said)
        self.close()


@contextmanager
def breakable_proxy(target: tuple[str, int]) -> Iterator[BreakableProxy]:
    """A proxy that is open at first, and closed with the block."""
    made = BreakableProxy(target)
    made.open()
    try:
        yield made
    finally:
        made.close()


def _received(end: socket.socket) -> Iterator[bytes]:
    with suppress(OSError):
        while said := end.recv(_CHUNK):
            yield said


def _send(end: socket.socket, said: bytes) -> None:
    with suppress(OSError):
        end.sendall(said)
