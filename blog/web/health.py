"""Whether the process is alive, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from blog.extensions import db
from blog.wire.service import wire

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    return _plain("alive\n")


@bp.get("/readyz")
def ready() -> Response:
    """Able to serve: the database answers and the process is not on its way out."""
    if wire().hub.closing:
        return _plain("stopping\n", 503)
    try:
        db.session.execute(text("SELECT 1 FROM visit LIMIT 1"))
    except SQLAlchemyError:
        return _plain("the database does not answer\n", 503)
    return _plain("ready\n")


def _plain(words: str, status: int = 200) -> Response:
    return Response(words, status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
