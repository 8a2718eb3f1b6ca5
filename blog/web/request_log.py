"""Assigns request ids; logs desk requests and server errors."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response

from blog import metrics
from blog.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_PARTS = {"/desk": "desk", "/api/": "api", "/static/": "static"}

logger = structlog.stdlib.get_logger("blog.web")


class RequestLog:
    """WSGI middleware around everything else, so that a request has its id before anything can fail.

    Behind a trusted proxy, the id is the one that the proxy sent.
    """

    def __init__(self, app: WSGIApplication, trusts_proxy: bool) -> None:
        self._app, self._trusts_proxy = app, trusts_proxy

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began, request_id = perf_counter(), self._id(environ)
        structlog.contextvars.clear_contextvars()  # a keep-alive connection reuses the context
        structlog.contextvars.bind_contextvars(request_id=request_id)

        def answer(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            if not _is_immutable(headers):
                headers = [*headers, ("X-Request-ID", request_id)]
            seconds = perf_counter() - began
            metrics.REQUEST_SECONDS.labels(_part(environ["PATH_INFO"])).observe(seconds)
            _log(environ, int(status[:3]), seconds)
            return start_response(status, headers, *exc_info)

        return self._app(environ, answer)

    def _id(self, environ: WSGIEnvironment) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts_proxy else ""
        return given if _ID.fullmatch(given) else secrets.token_hex(6)


def init_app(app: Flask, options: Settings) -> None:
    """Installs the middleware; call it last, so that it wraps all others."""
    app.wsgi_app = RequestLog(app.wsgi_app, options.trusted_proxies > 0)  # type: ignore[method-assign]

    @app.after_request
    def count(response: Response) -> Response:
        metrics.REQUESTS.labels(f"{response.status_code // 100}xx").inc()
        return response


def _part(path: str) -> str:
    """The part of the site that an address belongs to, for the metrics."""
    return next((part for prefix, part in _PARTS.items() if path.startswith(prefix)), "pages")


def _is_immutable(headers: list[tuple[str, str]]) -> bool:
    """Whether caches keep the response forever: it would carry the id of one request to all."""
    return any(name.lower() == "cache-control" and "immutable" in value for name, value in headers)


def _log(environ: WSGIEnvironment, status: int, seconds: float) -> None:
    path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    if path.startswith("/desk") or status >= 500:
        took = round(seconds * 1000, 1)
        logger.info("request", method=environ["REQUEST_METHOD"], path=path, status=status, took_ms=took)
