"""The two doors of the wire: the socket, and the same fragments over HTTP. The only place that accepts a socket."""

from __future__ import annotations

import _socket  # the plain one, below gevent's
import json
import os
import socket
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, request
from simple_websocket import Server

from blog.extensions import sock
from blog.web import pages
from blog.wire import frames, log
from blog.wire.log import Cursor
from blog.wire.replay import OutOfReach
from blog.wire.service import wire

POLL_SECONDS = 5
DEAD_AFTER_MS = 45_000
ALIVE_FOR = "public, max-age=0, s-maxage=1"

bp = Blueprint("live", __name__)


@bp.before_request
def prepare_handshake() -> None:
    """Refuses foreign pages and reduces the offer of compression, before flask-sock answers the handshake."""
    if request.endpoint != "live.socket":
        return
    origin = request.headers.get("Origin")
    if origin and not is_ours(origin, current_app.config["PUBLIC_URL"], request.host):
        abort(403, "Sockets are for Dateline's own pages.")
    offered = request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
    if reduced := frames.reduced_offer(offered):
        request.environ["HTTP_SEC_WEBSOCKET_EXTENSIONS"] = reduced


@sock.route("/live/<slug>/ws", bp=bp, endpoint="socket")  # type: ignore[untyped-decorator]
def open_socket(ws: Server, slug: str) -> None:
    """Takes the socket over after the handshake: the request ends, and the page stays with the hub."""
    assert ws.sock is not None
    raw = taken_over(ws.sock)
    ws.connected = False  # so that flask-sock, at the end of the request, says no goodbye in our name
    deflates = "HTTP_SEC_WEBSOCKET_EXTENSIONS" in request.environ
    wire().seat(raw, wire().heads.of(slug), request.args.get("after", ""), deflates)


@bp.get("/live/<slug>/since/<cursor>")
def since(slug: str, cursor: str) -> Response:
    """The same fragments over HTTP. The second who asks from the same place is answered from memory, before Flask."""
    after = log.parse(cursor)
    found = wire().heads.at_least(slug, after or Cursor("", 0))
    if found is None:
        abort(404, "There is no visit at this address.")
    try:
        message = wire().replay.since(found.visit_id, after, found.cursor) if after else None
    except OutOfReach:
        after = None
    if after is None:
        return pages.keep_poll(found, slug, 410, lambda: _json(reload=True), ALIVE_FOR)
    if message is None:
        answer = pages.keep_poll(found, slug, 204, str, ALIVE_FOR)
        answer.headers["Poll-After"] = str(POLL_SECONDS)
        return answer
    body = {"cursor": str(message.cursor), "content": message.content, "next_seconds": POLL_SECONDS}
    return pages.keep_poll(found, slug, 200, lambda: _json(**body), ALIVE_FOR)


def _json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def is_ours(origin: str, public_url: str, host: str) -> bool:
    """Whether an Origin header names this site: by its public address, or by the host it was asked for."""
    return origin == public_url or urlsplit(origin).netloc == host


def taken_over(connection: socket.socket) -> _socket.socket:
    """The connection as the operating system's own socket: its calls never wait, and it outlives the request."""
    raw = _socket.socket(fileno=os.dup(connection.fileno()))
    raw.setblocking(False)
    raw.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    if hasattr(_socket, "TCP_USER_TIMEOUT"):
        raw.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
    return raw


class Handshake:
    """In the place of simple-websocket's receiving thread: after the handshake the hub hears the page itself."""

    name = ""

    def __init__(self, target: object) -> None:
        pass

    def start(self) -> None:
        pass


# What simple-websocket is told for every socket.
SOCKET_OPTIONS = {"thread_class": Handshake}
