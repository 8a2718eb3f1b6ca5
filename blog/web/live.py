"""The two doors of the wire: the socket, and the same fragments over HTTP. The only place that accepts a socket."""

from __future__ import annotations

import socket as sockets
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, request
from simple_websocket import Server
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import db, sock
from blog.queries import visits
from blog.wire import frames, log
from blog.wire.hub import Hub, Reader
from blog.wire.replay import OutOfReach
from blog.wire.service import wire

POLL_SECONDS = 5
DEAD_AFTER_MS = 45_000
ALIVE_FOR = "public, max-age=0, s-maxage=1"
# Readers have nothing to say beyond what the protocol itself sends.
SOCKET_OPTIONS = {"max_message_size": 4096, "receive_bytes": 512}

bp = Blueprint("live", __name__)


@bp.before_request
def prepare_handshake() -> None:
    """Refuses foreign pages and reduces the offer of compression, before flask-sock answers the handshake."""
    if request.endpoint != "live.socket":
        return
    origin = request.headers.get("Origin")
    if origin and not _is_ours(origin):
        abort(403, "Sockets are for Dateline's own pages.")
    offered = request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
    if reduced := frames.reduced_offer(offered):
        request.environ["HTTP_SEC_WEBSOCKET_EXTENSIONS"] = reduced


@sock.route("/live/<slug>/ws", bp=bp, endpoint="socket")  # type: ignore[untyped-decorator]
def socket(ws: Server, slug: str) -> None:
    hub, pump = wire().hub, wire().pump
    visit_id = visits.id_of(slug)
    head = log.head(visit_id) if visit_id else None
    after = log.parse(request.args.get("after", "")) or head
    db.session.remove()  # a page stays for hours; its connection to the database must not
    reader = Reader(_raw(ws.sock), after, "HTTP_SEC_WEBSOCKET_EXTENSIONS" in request.environ)  # type: ignore[arg-type]
    ws.sock = _HubWrites(ws.sock, hub, reader)  # type: ignore[assignment]
    if visit_id is None or head is None:
        hub.dismiss(reader, frames.REFUSED)
        return
    if hub.closing or len(hub) >= current_app.config["MAX_READERS"]:
        hub.dismiss(reader, frames.COME_BACK_LATER)
        return
    room = pump.admit(visit_id, reader, head)
    try:
        while True:
            ws.receive()
    finally:
        hub.leave(room, reader)


@bp.get("/live/<slug>/since/<cursor>")
def since(slug: str, cursor: str) -> AnyResponse:
    visit_id = visits.id_of(slug) or abort(404, "There is no visit at this address.")
    after = log.parse(cursor)
    try:
        message = wire().replay.since(visit_id, after) if after else None
    except OutOfReach:
        after = None
    if after is None:
        answer: AnyResponse = jsonify(reload=True)
        answer.status_code = 410
    elif message is None:
        answer = Response(status=204, headers={"Poll-After": str(POLL_SECONDS)})
    else:
        answer = jsonify(cursor=str(message.cursor), content=message.content, next_seconds=POLL_SECONDS)
    answer.headers["Cache-Control"] = ALIVE_FOR
    return answer


def _is_ours(origin: str) -> bool:
    """Whether an Origin header names this site: by its public address, or by the host it was asked for."""
    return origin == current_app.config["PUBLIC_URL"] or urlsplit(origin).netloc == request.host


def _raw(connection: Any) -> Any:
    """The operating system's socket below gevent's: its `send` takes what fits and never waits."""
    raw = getattr(connection, "_sock", connection)
    raw.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
    if hasattr(sockets, "TCP_USER_TIMEOUT"):
        raw.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
    return raw


class _HubWrites:
    """The socket as simple-websocket sees it: it reads for itself, and what it writes goes through the hub."""

    def __init__(self, connection: Any, hub: Hub, reader: Reader) -> None:
        self._connection, self._hub, self._reader = connection, hub, reader

    def recv(self, size: int) -> bytes:
        received: bytes = self._connection.recv(size)
        return received

    def send(self, data: bytes) -> int:
        self._hub.reply(self._reader, data)
        return len(data)

    def close(self) -> None:
        self._connection.close()
