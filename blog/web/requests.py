"""Every request has a name in the logs; what the desk asked for, and what failed, is written down."""

from __future__ import annotations

import re
import secrets
from time import perf_counter

import structlog
from flask import Flask, Response, g, request

from blog import measures
from blog.settings import Settings

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask, options: Settings) -> None:
    """Names each request: as a trusted proxy did, or by itself."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "") if options.trusted_proxies else ""
        g.request_id = given if _NAME.fullmatch(given) else secrets.token_hex(6)
        g.began = perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        measures.REQUESTS.labels(f"{response.status_code // 100}xx").inc()
        if "request_id" in g:
            if request.endpoint != "static.file":  # a file is kept for ever, and the name of one request with it
                response.headers["X-Request-ID"] = g.request_id
            if request.path.startswith("/desk") or response.status_code >= 500:
                _write_down(response)
        return response


def _write_down(response: Response) -> None:
    took = round((perf_counter() - g.began) * 1000, 1)
    logger.info("request", method=request.method, path=request.path, status=response.status_code, took_ms=took)
