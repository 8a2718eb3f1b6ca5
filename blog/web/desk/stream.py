"""The streams of a visit for its team alone: the desk's own, and what readers would see of a held visit.

Each has a WebSocket, and polling over HTTP.

Every request passes through Flask and the permission check: no cache answers it, and no handshake comes before it.
"""

from __future__ import annotations

import json
import re

from flask import Flask, Response, abort, current_app, g, request
from simple_websocket import Server

from blog.extensions import db, sock
from blog.models import Visit
from blog.translation import _, language
from blog.web import handshake_checks, live
from blog.web.desk import bp
from blog.web.desk.auth import reporter
from blog.web.desk.lookups import own_visit
from blog.web.page_cache.decorators import NO_VISIT
from blog.wire import log
from blog.wire.desk_reader import DeskReader
from blog.wire.log import Cursor
from blog.wire.replay import CannotReplay
from blog.wire.service import wire
from blog.wire.streams import Audience, Stream

ADDRESS = re.compile(r"/desk/visits/([^/]+)/(rehearsal/)?ws")
# Where no proxy stands between, the kernel notices a dead line; `wire.desk_reader.Pulse` notices the others.
DEAD_AFTER_MS = 20_000
LONGEST_ID = 40


def init_app(app: Flask) -> None:
    """Checks handshakes before routing does, whose answers say less, and after the sign-in."""
    app.before_request(check_handshake)


def check_handshake() -> Response | None:
    """Checks the permission first, then the handshake, which has to name a page of ours; and loads the stream."""
    found = ADDRESS.fullmatch(request.path)
    if found is None:
        return None
    visit = own_visit(found[1])
    refusal = handshake_checks.refusal(request.environ, current_app.config["PUBLIC_URL"])
    if refusal is None and "Origin" not in request.headers:
        refusal = handshake_checks.NO_ORIGIN
    if refusal:
        return live.refused(refusal)
    live.reduce_compression()
    stream = _rehearsal(visit) if found[2] else _stream(visit)
    g.desk_stream = stream, _head(stream)
    return None


@sock.route("/visits/<slug>/ws", bp=bp, endpoint="socket")  # type: ignore[untyped-decorator]
def open_socket(ws: Server, slug: str) -> None:
    """The desk's own stream."""
    _accept(ws)


@sock.route("/visits/<slug>/rehearsal/ws", bp=bp, endpoint="rehearsal_socket")  # type: ignore[untyped-decorator]
def open_rehearsal_socket(ws: Server, slug: str) -> None:
    """What readers would see."""
    _accept(ws)


def _accept(ws: Server) -> None:
    """Hands the socket over to the hub after the handshake; the request ends."""
    assert ws.sock is not None
    raw = live.detach(ws.sock, DEAD_AFTER_MS)
    ws.connected = False  # or flask-sock would close it at the end of the request
    stream, head = g.desk_stream
    after = log.parse(request.args.get("after", "")) or head
    deflates = "HTTP_SEC_WEBSOCKET_EXTENSIONS" in request.environ
    session_id, _used_at = g.pop("desk_session")  # an open page extends no session
    editing = request.args.get("editing", "")[:LONGEST_ID]
    name = reporter().name
    db.session.remove()  # do not hold a database connection while waiting for a turn
    wire().accept_at_desk(DeskReader(raw, after, deflates, session_id, name, editing), stream, head)


@bp.get("/visits/<slug>/since/<cursor>")
def since(slug: str, cursor: str) -> Response:
    """The same fragments over HTTP."""
    return _since(_stream(own_visit(slug)), cursor)


@bp.get("/visits/<slug>/rehearsal/since/<cursor>")
def rehearsal_since(slug: str, cursor: str) -> Response:
    """The same for a rehearsal."""
    return _since(_rehearsal(own_visit(slug)), cursor)


def _since(stream: Stream, cursor: str) -> Response:
    after, head = log.parse(cursor), _head(stream)
    g.pop("desk_session", None)
    db.session.rollback()  # do not hold a database connection while waiting for a turn
    try:
        message = wire().replay.since_queued(stream, after, head) if after else None
    except CannotReplay:
        after = None
    if after is None:
        return _answer(410, reload=True)
    if message is None:
        return _answer(204)
    return _answer(200, cursor=str(message.cursor), content=message.content, next_seconds=live.POLL_SECONDS)


def _stream(visit: Visit) -> Stream:
    account = reporter()
    return Stream(visit.id, Audience.DESK, account.id, account.role, language.get())


def _rehearsal(visit: Visit) -> Stream:
    """One for all of the team whose desk speaks the same language, because readers would all see the same."""
    return Stream(visit.id, Audience.REHEARSAL, language=language.get())


def _head(stream: Stream) -> Cursor:
    return log.head(stream.visit_id, stream.audience) or abort(404, _(NO_VISIT))


def _answer(status: int, **values: object) -> Response:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""
    headers = {"Cache-Control": "private, no-store"} | ({} if values else {"Poll-After": str(live.POLL_SECONDS)})
    return Response(text, status, headers, mimetype=live.MIMETYPE)
