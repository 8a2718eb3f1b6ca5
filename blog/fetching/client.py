"""Fetches one page or one JSON document: at most so long, so large, and through so many redirects."""

from __future__ import annotations

import socket
import ssl
import string
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException, HTTPResponse
from threading import Condition
from urllib.parse import quote, urljoin

from blog.fetching.connection import Connect, Connection, Deadline, Tls
from blog.fetching.errors import FetchFailed
from blog.fetching.targets import Policy

FETCH_SECONDS = 10.0
MAX_BYTES = 1024 * 1024
MAX_REDIRECTS = 3
CHUNK_BYTES = 16 * 1024
PAGES = ("text/html", "application/xhtml+xml")
JSON = ("application/json", "application/json+oembed", "text/javascript", "application/javascript")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Another attempt may get what these statuses refuse now.
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Fetched:
    """The beginning of a document, at most MAX_BYTES, and the address at which it was in the end."""

    url: str
    content_type: str
    charset: str
    body: bytes


class _Hosts:
    """Lets one request at a time go to a host."""

    def __init__(self) -> None:
        self._busy: Counter[str] = Counter()
        self._changed = Condition()

    @contextmanager
    def turn(self, host: str, deadline: Deadline) -> Iterator[None]:
        with self._changed:
            while self._busy[host]:
                self._changed.wait(deadline.left())
            self._busy[host] += 1
        try:
            yield
        finally:
            with self._changed:
                del self._busy[host]
                self._changed.notify_all()


def open_socket(address: tuple[str, int], timeout: float) -> socket.socket:
    """Connects to an IP address that was checked."""
    return socket.create_connection(address, timeout)


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that the system trusts."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Fetcher:
    """Fetches for one site, which its `user_agent` names. Each request resolves its host once, and connects there."""

    user_agent: str
    policy: Policy = field(default_factory=Policy)
    connect: Connect = open_socket
    tls: Tls = trusted
    seconds: float = FETCH_SECONDS
    _hosts: _Hosts = field(default_factory=_Hosts)

    def deadline(self) -> Deadline:
        """The deadline of a card, which all its requests share."""
        return Deadline(self.seconds)

    def get(self, url: str, accepted: Sequence[str], deadline: Deadline) -> Fetched:
        """Fetches a document of one of these types. Every redirect is checked like the first address. Raises
        FetchFailed."""
        for _ in range(MAX_REDIRECTS + 1):
            result = self._request(url, accepted, deadline)
            if isinstance(result, Fetched):
                return result
            url = result
        raise FetchFailed("it redirects too often", is_final=True)

    def _request(self, url: str, accepted: Sequence[str], deadline: Deadline) -> Fetched | str:
        """The document, or the address that it redirects to."""
        target = self.policy.target(url)
        with (
            self._hosts.turn(target.host, deadline),
            closing(Connection(target, deadline, self.connect, self.tls)) as connection,
        ):
            answer = connection.get(self._headers(accepted))
            if answer.status in _REDIRECTS:
                return _redirected(url, answer)
            if answer.status != 200:
                raise FetchFailed(f"it answers with {answer.status}", is_final=answer.status not in _TRANSIENT)
            content_type = answer.headers.get_content_type()
            if content_type not in accepted:
                raise FetchFailed(f"{content_type} is no page", is_final=True)
            return Fetched(url, content_type, answer.headers.get_content_charset(""), _body(answer, deadline))

    def _headers(self, accepted: Sequence[str]) -> dict[str, str]:
        return {
            "User-Agent": self.user_agent,
            "Accept": ", ".join(accepted),
            "Accept-Encoding": "gzip",
        }


def _redirected(url: str, answer: HTTPResponse) -> str:
    location = answer.headers.get("Location", "")
    try:
        return quote(urljoin(url, location.encode("latin-1").decode("utf-8").strip()), safe=string.printable)
    except ValueError as error:
        raise FetchFailed("it redirects to no address", is_final=True) from error


def _body(answer: HTTPResponse, deadline: Deadline) -> bytes:
    """Reads at most MAX_BYTES, on the line and unpacked: what comes after is not needed for a card."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise FetchFailed("it is packed in a way that was not asked for", is_final=True)
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    read, body = 0, bytearray()
    try:
        while read < MAX_BYTES and len(body) < MAX_BYTES and (chunk := answer.read1(CHUNK_BYTES)):
            read += len(chunk)
            body += unpack.decompress(chunk, MAX_BYTES - len(body)) if unpack else chunk
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        deadline.left()
        raise FetchFailed("it breaks off") from error
    return bytes(body[:MAX_BYTES])
