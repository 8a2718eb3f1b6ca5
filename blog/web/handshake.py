"""Accepts most WebSocket handshakes before Flask, for visits in memory. Anything else falls through to flask-sock.

After a restart ten thousand readers reconnect at once, and the last of them waits for ten thousand handshakes. So the
worker offers each new connection first, before gunicorn parses a request (`take`).
"""

from __future__ import annotations

import _socket  # the plain one, below gevent's
import socket
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha1
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from flask import Flask

from blog.web import handshake_checks, handshake_request
from blog.web.live import ADDRESS, detach, prepare
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
        connection = environ.get("gunicorn.socket")
        if "HTTP_UPGRADE" not in environ or not connection or not self._accepts(environ, lambda: detach(connection)):
            return self._app(environ, start_response)
        # Ends the request as flask-sock does once the socket is taken over: gunicorn then sends nothing.
        raise StopIteration

    def take(self, connection: socket.socket) -> bool:
        """Accepts a handshake that has arrived on a new connection, which is then the hub's.

        It is not waited for: otherwise the connection is as it was, and nothing has been read.
        """
        connection.settimeout(0)
        try:
            received = connection.recv(handshake_request.MOST_BYTES, socket.MSG_PEEK)
        except OSError:
            return False
        environ = handshake_request.read(received)

        def taken() -> _socket.socket:
            connection.recv(len(received))
            return prepare(_socket.socket(fileno=connection.detach()))

        return environ is not None and self._accepts(environ, taken)

    def _accepts(self, environ: WSGIEnvironment, taken: Callable[[], _socket.socket]) -> bool:
        """Accepts a valid handshake if the visit is in memory and there is room; no database is asked."""
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or handshake_checks.refusal(environ, self._public_url):
            return False
        environ["HTTP_UPGRADE"] = "websocket"  # flask-sock does not understand a list of protocols
        head = self._wire.heads.fresh(found[1])
        if head is None or not self._wire.has_capacity:
            return False
        if "HTTP_SEC_WEBSOCKET_PROTOCOL" in environ:
            return False
        deflates = bool(_shared_extensions(environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")))
        asked = _asked(environ.get("QUERY_STRING", ""))
        opening = _response(environ["HTTP_SEC_WEBSOCKET_KEY"].encode("latin-1"), deflates)
        self._wire.accept(taken(), head, asked, deflates, opening=opening)
        return True


def init_app(app: Flask) -> None:
    """Installs the middleware, and registers it for the worker."""
    app.extensions["handshake"] = middleware = Handshake(app.wsgi_app, app.extensions["wire"], app.config["PUBLIC_URL"])
    app.wsgi_app = middleware  # type: ignore[method-assign]


# Browsers offer the same few things, and most readers who come back at once come with the same cursor.
_shared_extensions = lru_cache(maxsize=64)(frames.shared_extensions)


@lru_cache(maxsize=256)
def _asked(query: str) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _response(key: bytes, deflates: bool) -> bytes:
    accept = b64encode(sha1(key + _GUID, usedforsecurity=False).digest())
    return _SWITCHING + accept + (_EXTENSION if deflates else b"") + b"\r\n\r\n"
