"""Judges the opening handshake of a WebSocket for both doors, by RFC 6455 section 4.2.1 and RFC 9110 section 7.8."""

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

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

VERSION = "13"
KEY_BYTES = 16
WARNING_SECONDS = 600
DEFAULT_PORTS = {"http": 80, "https": 443}
# What a page in a sandboxed frame, or one opened from a file, says of its origin.
OPAQUE = "null"
_ODD = set("@, \t\\")
_UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": VERSION}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why a socket is not opened: the answer to give, and the reason to count it under."""

    status: int
    sentence: str
    reason: str = "handshake"
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_GET = Refusal(405, "A socket is opened with GET.", headers={"Allow": "GET"})
NO_UPGRADE = Refusal(426, "This address is for WebSockets.", headers=_UPGRADE)
OTHER_VERSION = Refusal(426, f"The version of WebSocket here is {VERSION}.", headers=_UPGRADE)
NO_VERSION = Refusal(400, "Sec-WebSocket-Version must be given, once.", headers={"Sec-WebSocket-Version": VERSION})
NO_KEY = Refusal(400, "Sec-WebSocket-Key must be given, once: 16 bytes in base64.")
NO_HOST = Refusal(400, "Host must be given.")
BROKEN_ORIGIN = Refusal(400, "This Origin is not an address.")
FOREIGN = Refusal(403, "Sockets are for Dateline's own pages.", "origin")
SANDBOXED = Refusal(403, "A page without an origin gets no socket, and polls instead.", "sandbox")


def refusal(environ: WSGIEnvironment, public_url: str) -> Refusal | None:
    """What is wrong with a request for a socket, or None."""
    if environ["REQUEST_METHOD"] != "GET":
        return NOT_GET
    if not _asks_for_a_socket(environ):
        return NO_UPGRADE
    return _wrong_fields(environ) or _wrong_origin(environ, public_url)


def _asks_for_a_socket(environ: WSGIEnvironment) -> bool:
    """HTTP/1.0 has no upgrade (RFC 9110 section 7.8)."""
    return (
        environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
        and "websocket" in _tokens(environ.get("HTTP_UPGRADE", ""))
        and "upgrade" in _tokens(environ.get("HTTP_CONNECTION", ""))
    )


def _wrong_fields(environ: WSGIEnvironment) -> Refusal | None:
    version = environ.get("HTTP_SEC_WEBSOCKET_VERSION", "").strip()
    if not version or "," in version:
        return NO_VERSION
    if version != VERSION:
        return OTHER_VERSION
    if not _is_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")):
        return NO_KEY
    return None if environ.get("HTTP_HOST") else NO_HOST


def _wrong_origin(environ: WSGIEnvironment, public_url: str) -> Refusal | None:
    """Programs say no Origin; browsers always do."""
    origin = environ.get("HTTP_ORIGIN", "")
    if not origin or is_ours(origin, public_url, environ["HTTP_HOST"]):
        return None
    if origin == OPAQUE:
        return SANDBOXED
    return FOREIGN if _site(origin) else BROKEN_ORIGIN


def is_ours(origin: str, public_url: str, host: str) -> bool:
    """Whether an Origin header names this site: by its public address, or by the host it was asked for."""
    site = _site(origin)
    return site is not None and site in (_site(public_url), _site(f"{origin.partition(':')[0]}://{host}"))


@lru_cache(maxsize=256)
def _site(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port as browsers write them in an Origin, or None for what is no address."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
        if (
            scheme not in DEFAULT_PORTS
            or not host
            or address != f"{scheme}://{parts.netloc}"
            or _ODD & set(parts.netloc)
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
    """Counts what is refused. Where a page's address is not PUBLIC_URL, the log says both, at most every ten minutes:
    either somebody misuses the socket, or the setting is wrong and every reader polls."""

    def __init__(self, public_url: str, clock: Callable[[], float] = monotonic) -> None:
        self._public_url, self._clock = public_url, clock
        self._quiet_until = float("-inf")

    def note(self, refusal: Refusal, origin: str) -> None:
        """Takes one down."""
        metrics.REFUSED.labels(refusal.reason).inc()
        if refusal is not FOREIGN or self._clock() < self._quiet_until:
            return
        self._quiet_until = self._clock() + WARNING_SECONDS
        logger.warning(
            "a page at %s was refused its socket, because PUBLIC_URL is %s: if that page is this site's, "
            "set PUBLIC_URL to its address; until then its readers poll",
            origin[:200],
            self._public_url,
        )
