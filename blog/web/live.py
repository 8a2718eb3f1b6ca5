"""The two doors of the wire: the socket, and the same fragments over HTTP. The only place that accepts a socket."""

from __future__ import annotations

import _socket  # the plain one, below gevent's
import json
import os
import re
import socket

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from simple_websocket import Server
from wsproto.utilities import RemoteProtocolError

from blog import metrics
from blog.extensions import db, sock
from blog.web import handshake_checks
from blog.web.page_cache.decorators import NO_VISIT, VisitAsked
from blog.web.page_cache.entries import Address, Made, Share
from blog.web.page_cache.responses import respond
from blog.wire import frames, log
from blog.wire.log import Cursor
from blog.wire.replay import CannotReplay, is_recent
from blog.wire.service import wire

POLL_SECONDS = 5
MIMETYPE = "application/json"
DEAD_AFTER_MS = 45_000
ADDRESS = re.compile(r"/live/([^/]+)/ws")
ALIVE_FOR = "public, max-age=0, s-maxage=1"

bp = Blueprint("live", __name__)


def init_app(app: Flask) -> None:
    """Adds the two ways to the wire, and an account of who was refused a socket."""
    app.config["SOCK_SERVER_OPTIONS"] = SOCKET_OPTIONS
    app.extensions["refusals"] = handshake_checks.Refusals(app.config["PUBLIC_URL"])
    app.register_blueprint(bp)


@bp.before_app_request
def judge_handshake() -> Response | None:
    """Refuses a wrong handshake before routing does, which knows less of sockets, and foreign pages; reduces the offer
    of compression before flask-sock answers. The database is asked while its failure can still be an answer."""
    found = ADDRESS.fullmatch(request.path)
    if found is None:
        return None
    if refusal := handshake_checks.refusal(request.environ, current_app.config["PUBLIC_URL"]):
        return _refused(refusal)
    offered = request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
    if reduced := frames.shared_extensions(offered):
        request.environ["HTTP_SEC_WEBSOCKET_EXTENSIONS"] = reduced
    g.head = wire().heads.of(found[1])
    return None


@bp.app_errorhandler(RemoteProtocolError)
def refuse_what_the_library_refuses(_error: RemoteProtocolError) -> Response:
    """flask-sock's own parser may know of more that is wrong."""
    return _refused(handshake_checks.Refusal(400, "This handshake could not be understood."))


def _refused(refusal: handshake_checks.Refusal) -> Response:
    refusals: handshake_checks.Refusals = current_app.extensions["refusals"]
    refusals.note(refusal, request.headers.get("Origin", ""))
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(f"{refusal.sentence}\n", refusal.status, headers, "text/plain")


@sock.route("/live/<slug>/ws", bp=bp, endpoint="socket")  # type: ignore[untyped-decorator]
def open_socket(ws: Server, slug: str) -> None:
    """Takes the socket over after the handshake: the request ends, and the page stays with the hub."""
    assert ws.sock is not None
    raw = taken_over(ws.sock)
    ws.connected = False  # so that flask-sock, at the end of the request, says no goodbye in our name
    deflates = "HTTP_SEC_WEBSOCKET_EXTENSIONS" in request.environ
    db.session.remove()  # who waits for a turn keeps no connection from the others
    wire().accept(raw, g.head, request.args.get("after", ""), deflates)


@bp.get("/live/<slug>/since/<cursor>")
def since(slug: str, cursor: str) -> Response:
    """The same fragments over HTTP. The second who asks from the same place is answered from memory, before Flask."""
    after = log.parse(cursor)
    heads = wire().heads
    seen, found = heads.moment(), heads.at_least(slug, after or Cursor("", 0)) or abort(404, NO_VISIT)
    if after is None:
        return _reload()
    share = Share.POLLS if is_recent(after, found.cursor) else Share.OLD_POLLS
    visit = VisitAsked(slug, found, seen)
    address = Address(f"/live/{slug}/since/{after}", slug, share)
    try:
        return respond(visit.page(address, lambda _: _news(slug, after), MIMETYPE, ALIVE_FOR), {})
    except CannotReplay:
        return _reload()


def _news(slug: str, after: Cursor) -> Made:
    """What came after a cursor, up to now: it may have waited. Raises CannotReplay and Full."""
    head = wire().heads.of(slug) or abort(404, NO_VISIT)
    message = wire().replay.since_queued(head.visit_id, after, head.cursor)
    if message is None:
        return Made("", {"Poll-After": str(POLL_SECONDS)}, 204, counter=metrics.POLLS.labels("204"))
    body = _json(cursor=str(message.cursor), content=message.content, next_seconds=POLL_SECONDS)
    return Made(body, counter=metrics.POLLS.labels("200"))


def _reload() -> Response:
    """For a cursor that the log cannot serve: the same few words for all of them."""
    metrics.POLLS.labels("410").inc()
    return Response(_json(reload=True), 410, {"Cache-Control": ALIVE_FOR}, mimetype=MIMETYPE)


def _json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def taken_over(connection: socket.socket) -> _socket.socket:
    """The connection as the operating system's own socket: its calls never wait, and it outlives the request."""
    raw = _socket.socket(fileno=os.dup(connection.fileno()))
    raw.setblocking(False)
    raw.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    if hasattr(_socket, "TCP_USER_TIMEOUT"):
        raw.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
    return raw


class NoThread:
    """In the place of simple-websocket's receiving thread: after the handshake the hub hears the page itself."""

    name = ""

    def __init__(self, target: object) -> None:
        pass

    def start(self) -> None:
        pass


# What simple-websocket is told for every socket.
SOCKET_OPTIONS = {"thread_class": NoThread}
