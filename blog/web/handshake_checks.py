"""Validates the opening handshake of a WebSocket, by RFC 6455 section 4.2.1 and RFC 9110 section 7.8."""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from blog import metrics
from blog.translation import N_

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

VERSION = "13"
KEY_BYTES = 16
WARNING_SECONDS = 600
DEFAULT_PORTS = {"http": 80, "https": 443}
# The Origin of a page in a sandboxed frame, or of one opened from a file.
OPAQUE = "null"
_FORBIDDEN = set("@, \t\\")
_UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": VERSION}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why a handshake is refused: the response, and the label under which metrics count it."""

    status: int
    sentence: str
    reason: str = "handshake"
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_GET = Refusal(405, N_("Open the socket with GET."), headers={"Allow": "GET"})
NO_UPGRADE = Refusal(426, N_("This address is for WebSockets."), headers=_UPGRADE)
OTHER_VERSION = Refusal(426, N_("This server speaks version 13 of WebSocket."), headers=_UPGRADE)
NO_VERSION = Refusal(400, N_("Send Sec-WebSocket-Version exactly once."), headers={"Sec-WebSocket-Version": VERSION})
NO_KEY = Refusal(400, N_("Send Sec-WebSocket-Key exactly once: 16 bytes in base64."))
NO_HOST = Refusal(400, N_("Send a Host."))
BROKEN_ORIGIN = Refusal(400, N_("This Origin is not a valid address."))
FOREIGN = Refusal(403, N_("Only pages of this site may open a socket."), "origin")
NO_ORIGIN = Refusal(403, N_("Only a page of the desk may open this socket: send its Origin."), "origin")
SANDBOXED = Refusal(403, N_("A page without an origin cannot open a socket: it polls instead."), "sandbox")


def refusal(environ: WSGIEnvironment, public_url: str) -> Refusal | None:
    """Why a handshake must be refused, or None."""
    if environ["REQUEST_METHOD"] != "GET":
        return NOT_GET
    if not _is_upgrade(environ):
        return NO_UPGRADE
    return _invalid_headers(environ) or _invalid_origin(environ, public_url)


def _is_upgrade(environ: WSGIEnvironment) -> bool:
    """Whether the request asks for a WebSocket; HTTP/1.0 has no upgrade (RFC 9110 section 7.8)."""
    return (
        environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
        and "websocket" in _tokens(environ.get("HTTP_UPGRADE", ""))
        and "upgrade" in _tokens(environ.get("HTTP_CONNECTION", ""))
    )


def _invalid_headers(environ: WSGIEnvironment) -> Refusal | None:
    version = environ.get("HTTP_SEC_WEBSOCKET_VERSION", "").strip()
    if not version or "," in version:
        return NO_VERSION
    if version != VERSION:
        return OTHER_VERSION
    if not _is_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")):
        return NO_KEY
    return None if environ.get("HTTP_HOST") else NO_HOST


def _invalid_origin(environ: WSGIEnvironment, public_url: str) -> Refusal | None:
    """Programs may omit the Origin; browsers always send it."""
    origin = environ.get("HTTP_ORIGIN", "")
    if not origin or is_ours(origin, public_url, environ["HTTP_HOST"]):
        return None
    if origin == OPAQUE:
        return SANDBOXED
    return FOREIGN if _site(origin) else BROKEN_ORIGIN


def is_ours(origin: str, public_url: str, host: str) -> bool:
    """Whether an Origin header names this site, by its public address or by the request's Host."""
    site = _site(origin)
    return site is not None and site in (_site(public_url), _site(f"{origin.partition(':')[0]}://{host}"))


@lru_cache(maxsize=256)
def _site(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address as browsers write it in an Origin; None for anything else."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
        if (
            scheme not in DEFAULT_PORTS
            or not host
            or address != f"{scheme}://{parts.netloc}"
            or _FORBIDDEN & set(parts.netloc)
        ):
            return None
        name = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return None
    return scheme, name.lower(), port or DEFAULT_PORTS[scheme]


def _is_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) == KEY_BYTES
    except ValueError:
        return False


def _tokens(text: str) -> set[str]:
    return {token.strip().lower() for token in text.split(",")}


class Refusals:
    """Counts refused handshakes, and logs a foreign origin at most every ten minutes.

    Either somebody misuses the socket, or PUBLIC_URL is wrong and all readers poll.
    """

    def __init__(self, public_url: str, clock: Callable[[], float] = monotonic) -> None:
        self._public_url, self._clock = public_url, clock
        self._quiet_until = float("-inf")

    def count(self, refusal: Refusal, origin: str) -> None:
        """Counts a refusal."""
        metrics.REFUSED.labels(refusal.reason).inc()
        if refusal is not FOREIGN or self._clock() < self._quiet_until:
            return
        self._quiet_until = self._clock() + WARNING_SECONDS
        logger.warning(
            "refused a socket to a page at %s, because PUBLIC_URL is %s: if the page belongs to this site, "
            "set PUBLIC_URL to its address; its readers poll until then",
            origin[:200],
            self._public_url,
        )
