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

logger = structlog.stdlib.get_logger("blog.web")


class RequestLog:
    """Stands before everything else, so that no hook and no failure comes before a request has its id.

    With a trusted proxy in front, the id is the one that it gave.
    """

    def __init__(self, app: WSGIApplication, trusts_proxy: bool) -> None:
        self._app, self._trusts_proxy = app, trusts_proxy

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began, request_id = perf_counter(), self._id(environ)
        structlog.contextvars.clear_contextvars()  # a kept connection's next request runs in the same context
        structlog.contextvars.bind_contextvars(request_id=request_id)

        def answer(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            if not _is_kept_for_ever(headers):
                headers = [*headers, ("X-Request-ID", request_id)]
            _log(environ, int(status[:3]), perf_counter() - began)
            return start_response(status, headers, *exc_info)

        return self._app(environ, answer)

    def _id(self, environ: WSGIEnvironment) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts_proxy else ""
        return given if _ID.fullmatch(given) else secrets.token_hex(6)


def init_app(app: Flask, options: Settings) -> None:
    """Puts the log before all that the app answers with: called when nothing else goes before Flask any more."""
    app.wsgi_app = RequestLog(app.wsgi_app, options.trusted_proxies > 0)  # type: ignore[method-assign]

    @app.after_request
    def count(response: Response) -> Response:
        metrics.REQUESTS.labels(f"{response.status_code // 100}xx").inc()
        return response


def _is_kept_for_ever(headers: list[tuple[str, str]]) -> bool:
    """A file that caches never ask for again would be kept with the id of one request."""
    return any(name.lower() == "cache-control" and "immutable" in value for name, value in headers)


def _log(environ: WSGIEnvironment, status: int, seconds: float) -> None:
    path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    if path.startswith("/desk") or status >= 500:
        took = round(seconds * 1000, 1)
        logger.info("request", method=environ["REQUEST_METHOD"], path=path, status=status, took_ms=took)
