"""Faults of a real server, and what its metrics say of them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.metrics import measured
from tests.prometheus_rules import limit
from tests.servers.ports import HOST
from tests.serving import Dateline


@contextmanager
def more(dateline: Dateline, name: str, **labels: str) -> Iterator[Callable[[], float]]:
    """By how much a sample has grown since the block began."""
    before = measured(dateline, name, **labels)
    yield lambda: measured(dateline, name, **labels) - before


@contextmanager
def late(dateline: Dateline, alert: str, histogram: str, **labels: str) -> Iterator[Callable[[], bool]]:
    """Whether more than a twentieth of what came since lies above the limit of the alert, which asks for 95 %."""
    with (
        more(dateline, f"{histogram}_count", **labels) as count,
        more(dateline, f"{histogram}_bucket", le=str(limit(alert)), **labels) as in_time,
    ):
        yield lambda: count() > 0 and (count() - in_time()) / count() > 0.05


@contextmanager
def crowd(dateline: Dateline, paths: Sequence[str]) -> Iterator[None]:
    """Asks for all of them at once, and waits for the answers at the end."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection((HOST, dateline.port))) for _ in paths]
        for each, path in zip(sockets, paths, strict=True):
            each.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        yield
        for each in sockets:
            while each.recv(65_536):
                pass


@contextmanager
def reading_nothing(dateline: Dateline, path: str) -> Iterator[None]:
    """A socket that is opened and never read."""
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        reader.connect((HOST, dateline.port))
        reader.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}:{dateline.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        yield
