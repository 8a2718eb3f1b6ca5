"""Readers have a change before whoever made it has the answer."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import prepare
from tests.servers.ports import HOST
from tests.serving import PATIENCE_SECONDS, Dateline, serving

HANDSHAKE = (
    "GET /live/{slug}/ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
POSTS = 5


@pytest.fixture
def dateline(tmp_path: Path) -> Iterator[Dateline]:
    """On SQLite, whose queries let nobody else run in between."""
    url = f"sqlite:///{tmp_path / 'talks.sqlite'}"
    prepare(url, tmp_path)
    with serving(url, tmp_path) as dateline:
        yield dateline


def test_readers_have_an_update_before_its_author_has_the_answer(dateline: Dateline) -> None:
    visit = dateline.open_visit()
    with _line(dateline, visit.slug) as line, dateline.correspondent() as editor:
        for number in range(POSTS):
            editor.publish(visit.slug, f"Update {number}.")
            # What the server sent before the answer waits in this machine's own memory by now.
            assert select.select([line], [], [], 0)[0], "the answer came first"
            while select.select([line], [], [], 0)[0]:
                line.recv(100_000)


@contextmanager
def _line(dateline: Dateline, slug: str) -> Iterator[socket.socket]:
    """A bare socket that has been greeted, without a thread that reads from it."""
    with socket.create_connection((HOST, dateline.port), timeout=PATIENCE_SECONDS) as line:
        line.sendall(HANDSHAKE.format(slug=slug, host=HOST, port=dateline.port).encode())
        greeted = b""
        while b"cursor" not in greeted:
            greeted += line.recv(100_000)
        yield line
