"""The two ways to receive fragments: a WebSocket, accepted by flask-sock, and polling over HTTP."""

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
from blog.translation import N_, _, carried
from blog.web import handshake_checks
from blog.web.page_cache.arguments import normalized
from blog.web.page_cache.decorators import NO_VISIT, VisitRequest
from blog.web.page_cache.entries import Address, Partition, Rendered
from blog.web.page_cache.responses import respond
from blog.wire import frames, log
from blog.wire.log import Cursor
from blog.wire.replay import CannotReplay, is_recent
from blog.wire.service import wire
from blog.wire.streams import Stream

POLL_SECONDS = 5
MIMETYPE = "application/json"
DEAD_AFTER_MS = 45_000
ADDRESS = re.compile(r"/live/([^/]+)/ws")
CACHE_CONTROL = "public, max-age=0, s-maxage=1"

bp = Blueprint("live", __name__)


def init_app(app: Flask) -> None:
    """Registers both addresses, and the count of refused handshakes."""
    app.config["SOCK_SERVER_OPTIONS"] = SOCKET_OPTIONS
    app.extensions["refusals"] = handshake_checks.Refusals(app.config["PUBLIC_URL"])
    app.register_blueprint(bp)


@bp.before_app_request
def check_handshake() -> Response | None:
    """Refuses an invalid handshake before routing does, whose answers say less.

    Reduces the offered compression before flask-sock replies, and loads the visit while an outage of the database can
    still be answered over HTTP.
    """
    found = ADDRESS.fullmatch(request.path)
    if found is None:
        return None
    if refusal := handshake_checks.refusal(request.environ, current_app.config["PUBLIC_URL"]):
        return refused(refusal)
    reduce_compression()
    g.head = wire().heads.of(found[1])
    return None


def reduce_compression() -> None:
    """Reduces the compression that a handshake offers, before flask-sock replies."""
    offered = request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
    if reduced := frames.shared_extensions(offered):
        request.environ["HTTP_SEC_WEBSOCKET_EXTENSIONS"] = reduced


@bp.app_errorhandler(RemoteProtocolError)
def refuse_malformed(_error: RemoteProtocolError) -> Response:
    """The library behind flask-sock may find other errors."""
    return refused(handshake_checks.Refusal(400, N_("This handshake could not be understood.")))


def refused(refusal: handshake_checks.Refusal) -> Response:
    """Answers a handshake that is refused, and counts it."""
    refusals: handshake_checks.Refusals = current_app.extensions["refusals"]
    refusals.count(refusal, request.headers.get("Origin", ""))
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(f"{_(refusal.sentence)}\n", refusal.status, headers, "text/plain")


@sock.route("/live/<slug>/ws", bp=bp, endpoint="socket")  # type: ignore[untyped-decorator]
def open_socket(ws: Server, slug: str) -> None:
    """Hands the socket over to the hub after the handshake; the request ends."""
    assert ws.sock is not None
    raw = detach(ws.sock)
    ws.connected = False  # or flask-sock would close it at the end of the request
    deflates = "HTTP_SEC_WEBSOCKET_EXTENSIONS" in request.environ
    db.session.remove()  # do not hold a database connection while waiting for a turn
    wire().accept(raw, g.head, request.args, deflates)


@bp.get("/live/<slug>/since/<cursor>")
def since(slug: str, cursor: str) -> Response:
    """The same fragments over HTTP. Responses are cached: a second request for the same cursor never reaches Flask."""
    return _since(slug, cursor, f"/live/{slug}/since", is_framed=False)


@bp.get("/live/<slug>/embed/since/<cursor>")
def since_in_frames(slug: str, cursor: str) -> Response:
    """The same for frames on other sites, without what only our own pages may show."""
    return _since(slug, cursor, f"/live/{slug}/embed/since", is_framed=True)


def _since(slug: str, cursor: str, path: str, *, is_framed: bool) -> Response:
    after = log.parse(cursor)
    heads = wire().heads
    seen, found = heads.moment(), heads.at_least(slug, after or Cursor("", 0)) or abort(404, _(NO_VISIT))
    if after is None:
        return _cursor_gone()
    partition = Partition.POLLS if is_recent(after, found.cursor) else Partition.OLD_POLLS
    visit = VisitRequest(slug, found, seen)
    address = Address(f"{path}/{after}", slug, partition, own=visit.own)
    try:
        page = visit.page(address, lambda _: _fragments_since(slug, after, is_framed), MIMETYPE, CACHE_CONTROL)
        return respond(page, normalized(request.args.items(multi=True), (), visit.knows, visit.own))
    except CannotReplay:
        return _cursor_gone()


def _fragments_since(slug: str, after: Cursor, is_framed: bool) -> Rendered:
    """Renders what came after a cursor. May wait for a turn. Raises CannotReplay and QueueFull."""
    head = wire().heads.of(slug) or abort(404, _(NO_VISIT))
    message = wire().replay.since_queued(Stream(head.visit_id, language=carried.get()), after, head.cursor)
    if message is None:
        return Rendered("", {"Poll-After": str(POLL_SECONDS)}, 204, counter=metrics.POLLS.labels("204"))
    content = message.content_for(is_framed)
    body = _json(cursor=str(message.cursor), content=content, next_seconds=POLL_SECONDS)
    return Rendered(body, counter=metrics.POLLS.labels("200"))


def _cursor_gone() -> Response:
    """The response for a cursor that the log cannot serve."""
    metrics.POLLS.labels("410").inc()
    return Response(_json(reload=True), 410, {"Cache-Control": CACHE_CONTROL}, mimetype=MIMETYPE)


def _json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def detach(connection: socket.socket, dead_after_ms: int = DEAD_AFTER_MS) -> _socket.socket:
    """Duplicates a connection as a plain non-blocking socket that outlives the request."""
    return prepare(_socket.socket(fileno=os.dup(connection.fileno())), dead_after_ms)


def prepare(raw: _socket.socket, dead_after_ms: int = DEAD_AFTER_MS) -> _socket.socket:
    """Sets up a plain socket for the hub."""
    raw.setblocking(False)
    raw.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    if hasattr(_socket, "TCP_USER_TIMEOUT"):
        raw.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_USER_TIMEOUT, dead_after_ms)
    return raw


class NoThread:
    """Replaces simple-websocket's receiving thread: the hub reads from the socket itself."""

    name = ""

    def __init__(self, target: object) -> None:
        pass

    def start(self) -> None:
        pass


# Options of simple-websocket for every socket.
SOCKET_OPTIONS = {"thread_class": NoThread}
