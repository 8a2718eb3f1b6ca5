"""Handshakes taken before gunicorn parses them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import gevent
import pytest
from flask import Flask

from tests.sample_visit import SampleVisit
from tests.wire_harness import WireHarness
from tests.wire_harness import harness as open_harness

# The example of RFC 6455 section 1.3.
KEY, ACCEPT = b"dGhlIHNhbXBsZSBub25jZQ==", b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    yield from open_harness(app, talks)


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection: the page's and the server's."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        page = socket.create_connection(listening.getsockname(), timeout=5)
        server, _ = listening.accept()
    with closing(page), closing(server):
        yield page, server


def asked(slug: str, *more: bytes) -> bytes:
    lines = (
        b"GET /live/%b/ws HTTP/1.1" % slug.encode(),
        *(b"Host: localhost", b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Version: 13"),
        *(b"Sec-WebSocket-Key: " + KEY, *more),
    )
    return b"\r\n".join((*lines, b"", b""))


def test_a_handshake_that_has_arrived_is_answered_and_the_reader_is_live(
    app: Flask, harness: WireHarness, talks: SampleVisit, line: tuple[socket.socket, socket.socket]
) -> None:
    page, server = line
    harness.wire.heads.of(talks.slug)
    page.sendall(asked(talks.slug))
    assert app.extensions["handshake"].take(server)
    assert server.fileno() == -1, "the connection has two owners"
    head, _, frame = page.recv(4096).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    assert ACCEPT in head
    assert str(harness.head()).encode() in frame
    gevent.sleep(0.01)
    assert len(harness.hub) == 1, "the request was taken for a frame"
    for reader in harness.hub._everyone():
        reader.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: b"",
        lambda whole: whole[:-2],
        lambda whole: whole + b"\x81",
        lambda whole: whole.replace(b"GET", b"POST"),
        lambda whole: whole.replace(b"/ws", b"/since/1"),
        lambda whole: whole.replace(b"talks", b"others"),
        lambda whole: whole.replace(KEY, b"short"),
        lambda whole: whole.replace(b"Host", b"Origin: https://elsewhere.example\r\nHost"),
        lambda whole: whole.replace(b"Host", b"Content-Length: 1\r\nHost"),
        lambda whole: whole.replace(b"Host", b"Sec-WebSocket-Protocol: none\r\nHost"),
    ],
)
def test_everything_else_is_left_for_gunicorn_to_the_last_byte(
    app: Flask,
    harness: WireHarness,
    talks: SampleVisit,
    line: tuple[socket.socket, socket.socket],
    change: object,
) -> None:
    page, server = line
    assert callable(change)
    harness.wire.heads.of(talks.slug)
    sent = change(asked(talks.slug))
    page.sendall(sent)
    assert not app.extensions["handshake"].take(server)
    page.shutdown(socket.SHUT_WR)
    server.settimeout(5)
    assert b"".join(iter(lambda: server.recv(4096), b"")) == sent
    assert not len(harness.hub)
