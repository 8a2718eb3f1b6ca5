"""Health checks and Prometheus metrics: /healthz, /readyz and /metrics."""

from __future__ import annotations

from contextlib import suppress
from shutil import disk_usage

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from blog import metrics
from blog.extensions import db
from blog.newsroom.storage import storage_of
from blog.queries import visits
from blog.web import startup
from blog.web.errors import RETRY_SECONDS
from blog.web.exposition import exposition
from blog.wire.service import wire

UNDEFINED_TABLE = "42P01"  # PostgreSQL, appendix A

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    return _plain("alive\n")


@bp.get("/readyz")
def ready() -> Response:
    """Ready when the database answers, its last write succeeded, and the process is not shutting down."""
    if wire().hub.closing:
        return _plain("stopping\n", 503)
    if startup.is_waiting():
        return _plain("waiting for the database\n", 503)
    try:
        visits.id_of("")
    except DBAPIError as error:
        return _plain(f"{_reason(error)}\n", 503)
    except SQLAlchemyError:
        return _plain("the database does not answer\n", 503)
    problem = storage_of(db.engine).problem
    return _plain(f"{problem}\n", 503) if problem else _plain("ready\n")


@bp.get("/metrics")
def prometheus() -> Response:
    """Metrics for operators; a reverse proxy should not expose them."""
    with suppress(OSError):
        metrics.DISK_FREE.set(disk_usage(current_app.config["SETTINGS"].instance_dir).free)
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _reason(error: DBAPIError) -> str:
    is_empty = getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE or "no such table" in str(error.orig)
    if is_empty:
        return "the database has no tables: restart the server, which creates them"
    return "the database does not answer"


def _plain(words: str, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": RETRY_SECONDS} if status == 503 else {})
    return Response(words, status, mimetype="text/plain", headers=headers)
