"""Accepts most WebSocket handshakes before Flask, for visits in memory. Anything else falls through to flask-sock.

After a restart ten thousand readers reconnect at once, and the last of them waits for ten thousand handshakes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha1
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from flask import Flask

from blog.web import handshake_checks
from blog.web.live import ADDRESS, detach
from blog.wire import frames
from blog.wire.service import Wire

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# RFC 6455 section 1.3: appended to the client's key before it is hashed.
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
_EXTENSION = b"\r\nSec-WebSocket-Extensions: " + frames.SHARED_DEFLATE.encode()


class Handshake:
    """WSGI middleware that accepts WebSockets."""

    def __init__(self, app: WSGIApplication, wire: Wire, public_url: str) -> None:
        self._app, self._wire, self._public_url = app, wire, public_url

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_UPGRADE" not in environ or not self._accepts(environ):
            return self._app(environ, start_response)
        # Ends the request as flask-sock does once the socket is taken over: gunicorn then sends nothing.
        raise StopIteration

    def _accepts(self, environ: WSGIEnvironment) -> bool:
        """Accepts a valid handshake if the visit is in memory and there is room; no database is asked."""
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or handshake_checks.refusal(environ, self._public_url):
            return False
        environ["HTTP_UPGRADE"] = "websocket"  # flask-sock does not understand a list of protocols
        head = self._wire.heads.fresh(found[1])
        if head is None or "gunicorn.socket" not in environ or not self._wire.has_capacity:
            return False
        if "HTTP_SEC_WEBSOCKET_PROTOCOL" in environ:
            return False
        deflates = bool(frames.shared_extensions(environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")))
        asked = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        opening = _response(environ["HTTP_SEC_WEBSOCKET_KEY"].encode("latin-1"), deflates)
        self._wire.accept(detach(environ["gunicorn.socket"]), head, asked, deflates, opening=opening)
        return True


def init_app(app: Flask) -> None:
    """Installs the middleware."""
    middleware = Handshake(app.wsgi_app, app.extensions["wire"], app.config["PUBLIC_URL"])
    app.wsgi_app = middleware  # type: ignore[method-assign]


def _response(key: bytes, deflates: bool) -> bytes:
    accept = b64encode(sha1(key + _GUID, usedforsecurity=False).digest())
    return _SWITCHING + accept + (_EXTENSION if deflates else b"") + b"\r\n\r\n"
