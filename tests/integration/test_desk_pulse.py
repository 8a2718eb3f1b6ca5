"""A page of the desk whose line died without a word is gone after a while, although a proxy keeps up its end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import gevent
import pytest
from flask import Flask
from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.uri import parse_uri

from blog.models import Role
from blog.wire import desk_reader, log
from blog.wire.desk_reader import DeskReader, Pulse
from blog.wire.streams import Audience, Stream
from tests.breakable_proxy import BreakableProxy, breakable_proxy
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST
from tests.wait import until
from tests.wire_harness import WireHarness
from tests.wire_harness import harness as open_harness

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ANSWER_SECONDS = 1.0


@pytest.fixture
def harness(app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> Iterator[WireHarness]:
    monkeypatch.setattr(desk_reader, "PING_SECONDS", 0.0)
    monkeypatch.setattr(desk_reader, "ANSWER_SECONDS", ANSWER_SECONDS)
    yield from open_harness(app, talks)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server((HOST, 0)) as listener:
        yield listener


@pytest.fixture
def line(listener: socket.socket) -> Iterator[BreakableProxy]:
    """The proxy between the pages and the server."""
    with breakable_proxy(listener.getsockname()) as line:
        yield line


@pytest.fixture
def page(listener: socket.socket, line: BreakableProxy, harness: WireHarness) -> Iterator[DeskReader]:
    """A page of the desk as the server has it; its browser answers pings."""
    with socket.create_connection((HOST, line.port)) as browser:
        Thread(target=_answer_pings, args=(browser,), daemon=True).start()
        ours, _ = listener.accept()
        ours.setblocking(False)
        head = log.head(harness.visit_id, Audience.DESK)
        assert head
        reader = DeskReader(ours, head, False, session_id=1, name="Ada", editing="")
        stream = Stream(harness.visit_id, Audience.DESK, account_id=1, role=Role.EDITOR)
        harness.wire.pump.admit(stream, reader, head)
        yield reader
        reader.close()


def test_it_stays_while_it_answers_and_is_gone_when_its_line_is_dead(
    harness: WireHarness, line: BreakableProxy, page: DeskReader
) -> None:
    pulse = Pulse(harness.hub)
    for _ in range(3):
        heard_at = page.heard_at
        until(lambda before=heard_at: _check(pulse) or page.heard_at > before)  # type: ignore[misc]
    assert len(harness.hub) == 1
    line.hush()
    until(lambda: _check(pulse) or len(harness.hub) == 0)


def test_a_process_that_was_stopped_itself_asks_once_more(
    harness: WireHarness, line: BreakableProxy, page: DeskReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = page.heard_at
    monkeypatch.setattr(desk_reader, "monotonic", lambda: now)
    pulse = Pulse(harness.hub)
    line.hush()
    now += 1.0
    pulse.check()
    assert page.asked_at == now
    now += desk_reader.LAPSE_SECONDS + ANSWER_SECONDS + 1.0
    pulse.check()
    assert len(harness.hub) == 1
    now += ANSWER_SECONDS + 0.1
    pulse.check()
    assert len(harness.hub) == 0


def _check(pulse: Pulse) -> None:
    pulse.check()
    gevent.sleep(0.01)


def _answer_pings(browser: socket.socket) -> None:
    protocol = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN)
    with suppress(OSError):
        while received := browser.recv(1 << 16):
            protocol.receive_data(received)
            for answer in protocol.data_to_send():
                browser.sendall(answer)
