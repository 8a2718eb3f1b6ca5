"""One HTTP request to an address that was checked, with a deadline for all of it."""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic

from blog.fetching.errors import FetchFailed
from blog.fetching.targets import Target

Connect = Callable[[tuple[str, int], float], socket.socket]
Tls = Callable[[], ssl.SSLContext]


class Deadline:
    """The moment by which everything must be done, however slowly another site answers."""

    def __init__(self, seconds: float) -> None:
        self._at = monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises FetchFailed when there are none."""
        seconds = self._at - monotonic()
        if seconds <= 0:
            raise FetchFailed("it took too long")
        return seconds


class _Input(io.RawIOBase):
    """Reads from a socket until the deadline: a timeout of the socket would begin again with every byte."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)


class _Socket:
    """As much of a socket as `http.client` uses."""

    def __init__(self, peer: socket.socket, deadline: Deadline) -> None:
        self._peer, self._deadline = peer, deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Input(self._peer, self._deadline))

    def sendall(self, data: bytes) -> None:
        self._peer.settimeout(self._deadline.left())
        self._peer.sendall(data)

    def close(self) -> None:
        """Does nothing: `http.client` closes it when the head is read, and the body is read from it after that."""


class Connection:
    """A connection to one of a target's IP addresses, for one request. Host header and TLS have the target's name."""

    def __init__(self, target: Target, deadline: Deadline, connect: Connect, tls: Tls) -> None:
        self._target, self._deadline = target, deadline
        self._sock = self._opened(connect)
        if target.scheme == "https":
            self._sock = self._encrypted(tls())

    def get(self, headers: Mapping[str, str]) -> HTTPResponse:
        """Sends the request and reads the head of the answer. Raises FetchFailed."""
        return self._ask("GET", headers)

    def post(self, headers: Mapping[str, str], body: bytes) -> HTTPResponse:
        """The same with a body. Raises FetchFailed."""
        return self._ask("POST", {**headers, "Content-Length": str(len(body))}, body)

    def _ask(self, method: str, headers: Mapping[str, str], body: bytes | None = None) -> HTTPResponse:
        http = HTTPConnection(self._target.host, self._target.port)
        http.sock = _Socket(self._sock, self._deadline)
        try:
            http.putrequest(method, self._target.path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": self._target.authority, **headers, "Connection": "close"}.items():
                http.putheader(name, value)
            http.endheaders(body)
            return http.getresponse()
        except (OSError, HTTPException, ValueError) as error:
            self._deadline.left()
            raise FetchFailed(f"{self._target.host} does not answer as a site does") from error

    def close(self) -> None:
        self._sock.close()

    def _opened(self, connect: Connect) -> socket.socket:
        for address in self._target.addresses:
            try:
                return connect((address, self._target.port), self._deadline.left())
            except OSError:
                continue
        raise FetchFailed(f"{self._target.host} cannot be reached")

    def _encrypted(self, tls: ssl.SSLContext) -> socket.socket:
        try:
            self._sock.settimeout(self._deadline.left())
            return tls.wrap_socket(self._sock, server_hostname=self._target.host)
        except (OSError, ValueError) as error:  # a certificate that is not the host's is an OSError too
            self._sock.close()
            raise FetchFailed(f"{self._target.host} has no valid certificate") from error
