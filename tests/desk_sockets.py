"""Sockets of the desk, over a real server: opened with a person's cookies, as their browser does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.serving import PATIENCE_SECONDS, Correspondent

SOCKET, REHEARSAL = "/desk/visits/{slug}/ws", "/desk/visits/{slug}/rehearsal/ws"


def open_desk(
    url: str,
    slug: str,
    cookies: str = "",
    *,
    origin: str | None = "",
    after: str = "",
    editing: str = "",
    address: str = SOCKET,
) -> ClientConnection:
    """A socket, for a `with`, which raises InvalidStatus when the handshake is refused.

    Its `origin` is the site's unless another is given; None sends no Origin.
    """
    query = urlencode({name: value for name, value in {"after": after, "editing": editing}.items() if value})
    headers = {"Cookie": cookies} if cookies else {}
    if origin is not None:
        headers["Origin"] = origin or url
    return connect(
        f"{url.replace('http', 'ws', 1)}{address.format(slug=slug)}?{query}",
        additional_headers=headers,
        proxy=None,
        ping_interval=None,
        open_timeout=PATIENCE_SECONDS,
        close_timeout=1,
    )


@contextmanager
def signed_in(url: str, email: str) -> Iterator[tuple[Correspondent, str]]:
    """A person at the desk, and the cookies of their browser."""
    with requests.Session() as session:
        session.headers["Connection"] = "close"
        person = Correspondent(url, session).sign_in(email)
        yield person, "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)


def read_until(socket: ClientConnection, seen: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Reads messages until one is what was waited for."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        message: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE_SECONDS))
        if seen(message):
            return message
    raise AssertionError("never seen")


def close_code(socket: ClientConnection) -> int:
    """Reads until the server closes the socket."""
    try:
        while True:
            socket.recv(timeout=PATIENCE_SECONDS)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
