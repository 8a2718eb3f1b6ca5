"""WSGI middleware that answers from the page cache, before Flask; nearly all requests of readers end here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.http import HTTP_STATUS_CODES, parse_etags, unquote_etag

from blog import metrics
from blog.web.encoding import negotiate_encoding
from blog.web.page_cache.entries import Entry, PageCache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class PageCacheMiddleware:
    """Answers GET and HEAD from the cache if it has a fresh entry; passes everything else on to Flask."""

    def __init__(self, app: WSGIApplication, cache: PageCache) -> None:
        self._app, self._cache = app, cache

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self._app(environ, start_response)
        entry = self._cache.find_fresh(environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        if entry is None:
            return self._app(environ, start_response)
        entry.count()
        if _is_not_modified(entry, environ.get("HTTP_IF_NONE_MATCH", "")):
            metrics.REQUESTS.labels("3xx").inc()
            start_response("304 Not Modified", [h for h in entry.headers if h[0] != "Content-Type"])
            return []
        metrics.REQUESTS.labels(f"{entry.status // 100}xx").inc()
        body = _body(entry, environ, start_response)
        return [] if method == "HEAD" else [body]


def _is_not_modified(entry: Entry, tags: str) -> bool:
    """Whether If-None-Match matches: weak comparison with each of its tags, or `*` (RFC 9110)."""
    if not tags or entry.status != 200:
        return False
    tag, _ = unquote_etag(entry.etag)
    return parse_etags(tags).contains_weak(tag or "")


def _body(entry: Entry, environ: WSGIEnvironment, start_response: StartResponse) -> bytes:
    encoding = negotiate_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if entry.encoded.is_compressible else ""
    body = entry.encoded.encoded_as(encoding)
    headers = [*entry.headers]
    if body:
        headers.append(("Content-Length", str(len(body))))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response(f"{entry.status} {HTTP_STATUS_CODES[entry.status]}", headers)
    return body
