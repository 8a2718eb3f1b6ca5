"""Compresses response bodies with brotli or gzip and negotiates the encoding with the client."""

from __future__ import annotations

import gzip
from functools import lru_cache
from threading import Lock

import brotli
from flask import Response, request
from werkzeug.http import parse_accept_header

from blog import work_queue

COMPRESSIBLE = (
    "text/", "application/json", "application/manifest", "image/svg",
    "application/atom", "application/rss", "application/feed",
)  # fmt: skip
# Below this size the headers outweigh what compression saves.
MIN_BYTES = 500
# Brotli quality for a body that a reader is waiting for, and for one that is compressed once per process. For a page, 9
# saves one byte in two thousand and takes thirteen times as long as 8.
FAST_QUALITY, BEST_QUALITY = 8, 11
GZIP_LEVEL = 6
# From this size on, compressing takes longer than handing the work to the thread pool.
THREADPOOL_BYTES = 8_000


class EncodedBody:
    """A response body with its compressed forms; each form is computed on first use and cached."""

    def __init__(self, body: bytes, mimetype: str, quality: int = FAST_QUALITY) -> None:
        self.body, self.mimetype = body, mimetype
        self._quality = quality
        self._compressed: dict[str, bytes] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """An upper bound, in bytes, for the body and its compressed forms together."""
        return len(self.body) * 3 // 2 if self.is_compressible else len(self.body)

    @property
    def is_compressible(self) -> bool:
        return len(self.body) > MIN_BYTES and self.mimetype.startswith(COMPRESSIBLE)

    def encoded_as(self, encoding: str) -> bytes:
        """The body in `br` or `gzip`; uncompressed for an empty string, or if it is not worth compressing."""
        if not encoding or not self.is_compressible:
            return self.body
        return self._compressed.get(encoding) or self._compress(encoding)

    def _compress(self, encoding: str) -> bytes:
        """Compresses once, even under concurrent access; large bodies in the thread pool, off the event loop."""
        with self._lock:
            if encoding not in self._compressed:
                compress = self._brotli if encoding == "br" else self._gzip
                is_large = len(self.body) > THREADPOOL_BYTES
                self._compressed[encoding] = work_queue.run_in_threadpool(compress) if is_large else compress()
            return self._compressed[encoding]

    def _brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=self._quality))

    def _gzip(self) -> bytes:
        return gzip.compress(self.body, GZIP_LEVEL, mtime=0)


def negotiated_response(body: EncodedBody) -> Response:
    """A response with the body in the best encoding that the current request accepts."""
    encoding = negotiate_encoding(request.headers.get("Accept-Encoding", ""))
    response = Response(body.encoded_as(encoding), mimetype=body.mimetype)
    if body.is_compressible:
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
    return response


@lru_cache(maxsize=512)
def negotiate_encoding(accept: str) -> str:
    """`br`, `gzip` or an empty string (identity) for the value of an Accept-Encoding header."""
    accepted = parse_accept_header(accept)
    return "br" if accepted["br"] else "gzip" if accepted["gzip"] else ""
