"""Readers of a real server: a page in a browser, reduced to its cursor, its socket and the updates that it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from ssl import SSLContext
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlencode

import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.htmx import OpenPage
from tests.serving import PATIENCE_SECONDS
from tests.wait import until


class Served(Protocol):
    """A site as its readers know it; `tls` is what they trust, where it is served over TLS."""

    url: str
    tls: SSLContext | None

    def get(self, path: str) -> requests.Response: ...


def open_socket(
    url: str,
    slug: str,
    after: str = "",
    *,
    compression: bool = True,
    origin: str = "",
    tls: SSLContext | None = None,
    sender: str = "",
    site: str = "",
) -> ClientConnection:
    """The socket alone, for a `with`, which raises websockets' InvalidStatus when the handshake is refused.

    `sender` is the kind of page that opens it, `desk`, `update` or `frame`, if it says so; `site` is around a frame.
    """
    asked = {name: value for name, value in (("after", after), ("from", sender), ("site", site)) if value}
    address = f"{url.replace('http', 'ws', 1)}/live/{slug}/ws" + (f"?{urlencode(asked)}" if asked else "")
    return connect(
        address,
        compression="deflate" if compression else None,
        additional_headers={"Origin": origin} if origin else {},
        ssl=tls,
        proxy=None,
        ping_interval=None,
        open_timeout=PATIENCE_SECONDS,
        close_timeout=1,
        max_size=None,
    )


def _load(dateline: Served, path: str) -> str:
    """The page; while a busy server asks to come back, it is asked again, as its `Retry-After` says."""
    answers = [dateline.get(path)]

    def is_answered() -> bool:
        if answers[-1].status_code == 503 and "Retry-After" in answers[-1].headers:
            answers.append(dateline.get(path))
        return answers[-1].status_code != 503

    until(is_answered, "the server never has time for the page")
    assert answers[-1].status_code == 200, answers[-1].text
    return answers[-1].text


class SocketReader:
    """Loads the live page, follows it over the socket, and keeps every message that says something.

    Leaves at the end of its block.
    """

    def __init__(self, dateline: Served, slug: str, *, compression: bool = True) -> None:
        self.page = OpenPage(_load(dateline, f"/live/{slug}"))
        self.messages: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self._url, self._tls, self._slug, self._compression = dateline.url, dateline.tls, slug, compression
        self._socket: ClientConnection | None = None
        self._opened = ExitStack()

    def __enter__(self) -> SocketReader:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    @property
    def held(self) -> list[str]:
        return self.page.held

    def connect(self) -> None:
        """Opens the socket at the page's cursor."""
        socket = open_socket(self._url, self._slug, self.page.cursor, compression=self._compression, tls=self._tls)
        self._socket = self._opened.enter_context(socket)
        self.close_code = None

    def leave(self) -> None:
        self._opened.close()

    def read(self, seconds: float) -> bool:
        """Takes one message. Says whether one came in this time; `close_code` then tells whether one still can."""
        assert self._socket
        try:
            message = json.loads(self._socket.recv(timeout=seconds))
        except TimeoutError:
            return False
        except ConnectionClosed as closed:
            self.close_code = closed.rcvd.code if closed.rcvd else 1006
            return False
        if message.keys() != {"cursor"}:  # not a greeting or a heartbeat
            self.messages.append(message)
        self.page.apply(message)
        return True

    def read_until(self, seen: Callable[[SocketReader], bool]) -> None:
        """Reads until a reader of this page could see something; fails with what it saw instead."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not seen(self):
            assert self.close_code is None, f"closed with {self.close_code}"
            assert monotonic() < deadline, f"still {self.page.cursor}, holding {self.held}"
            self.read(0.5)

    def read_to_the_end(self) -> None:
        """Reads until the server closes the socket."""
        deadline = monotonic() + PATIENCE_SECONDS
        while self.close_code is None:
            assert monotonic() < deadline, "never closed"
            self.read(0.5)
