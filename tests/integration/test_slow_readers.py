"""A reader whose socket takes nothing harms nobody, misses nothing, and is let go in the end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient
from websockets.frames import Opcode

from blog import newsroom
from blog.wire import frames, hub
from tests.htmx import OpenPage
from tests.sample_visit import SampleVisit
from tests.wire_harness import SocketPairReader, WireHarness
from tests.wire_harness import harness as open_harness

BIG = 15_000
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    yield from open_harness(app, talks)


@pytest.fixture
def stuck(harness: WireHarness, talks: SampleVisit) -> SocketPairReader:
    """A reader that reads nothing, in the middle of a frame."""
    line = harness.admit(tiny=True)
    _publish(harness, talks)
    assert line.reader.unsent, "its socket took everything"
    return line


def test_a_reader_that_does_not_read_keeps_nobody_waiting(
    harness: WireHarness, talks: SampleVisit, stuck: SocketPairReader
) -> None:
    others = harness.fill(6)
    for number in range(5):
        public_id = _publish(harness, talks)
        for line in others:
            (message,) = line.read()
            assert public_id in message["content"], f"late at turn {number}"
    assert stuck.reader.unsent


def test_a_reader_that_reads_again_gets_one_sound_stream_from_its_own_position(
    harness: WireHarness, talks: SampleVisit, client: FlaskClient
) -> None:
    page = OpenPage(client.get(f"/live/{talks.slug}").text)
    line = harness.admit(tiny=True)
    ids = []
    for _ in range(4):
        ids.append(_publish(harness, talks))
        harness.hub.send_heartbeats()
    assert line.reader.unsent

    for message in line.read_all():
        page.apply(message)
    assert page.held != ids[::-1], "it was never behind"
    harness.sweep()
    for message in line.read_all():
        page.apply(message)

    assert page.held == ids[::-1]
    assert page.cursor == str(harness.head())
    assert not line.reader.unsent


def test_a_reader_that_reads_slowly_all_the_time_holds_everything_once(
    harness: WireHarness, talks: SampleVisit, client: FlaskClient
) -> None:
    page = OpenPage(client.get(f"/live/{talks.slug}").text)
    line = harness.admit(tiny=True, deflates=True)
    ids = []
    for _ in range(8):
        ids.append(_publish(harness, talks))
        line.read()
        gevent.sleep(0.001)
        harness.sweep()
    for _ in range(5):
        line.read_all()
        harness.sweep()
    for message in line.messages:
        page.apply(message)
    assert page.held == ids[::-1]


def test_nothing_is_put_into_a_frame_that_is_on_its_way(
    harness: WireHarness, talks: SampleVisit, stuck: SocketPairReader
) -> None:
    rest = bytes(stuck.reader.unsent)
    harness.hub.send_heartbeats()
    stuck.say(_masked(Opcode.PING, b"are you there"))
    harness.wake()
    harness.sweep()
    assert bytes(stuck.reader.unsent) == rest

    (message,) = stuck.read_all()
    assert message["cursor"] == str(harness.head())


def test_a_log_that_began_again_does_not_tear_a_frame_either(
    harness: WireHarness, talks: SampleVisit, stuck: SocketPairReader
) -> None:
    newsroom.visits.reset(talks.visit_id, talks.admin_id)
    harness.wake()
    stuck.read_all()
    harness.sweep()
    stuck.read_all()
    assert stuck.messages[-1] == {"reload": True}
    assert len(stuck.messages) == 2


def test_a_reader_is_cut_when_its_socket_takes_nothing_for_too_long(
    harness: WireHarness, talks: SampleVisit, stuck: SocketPairReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    attentive = harness.admit()
    assert harness.hub.disconnect_slow() == 0
    assert len(harness.hub) == 2

    monkeypatch.setattr(hub, "SEND_TIMEOUT_SECONDS", 0.0)
    gevent.sleep(0.01)
    assert harness.hub.disconnect_slow() == 1

    assert len(harness.hub) == 1
    stuck.read()
    assert stuck.ended
    assert stuck.messages == [], "half a frame was taken for a message"
    _publish(harness, talks)
    assert len(attentive.read()) == 1


def test_a_reader_that_was_cut_comes_back_with_its_cursor_and_misses_nothing(
    harness: WireHarness, talks: SampleVisit, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = OpenPage(client.get(f"/live/{talks.slug}").text)
    came_with = harness.head()
    line = harness.admit(tiny=True)
    ids = [_publish(harness, talks) for _ in range(3)]
    monkeypatch.setattr(hub, "SEND_TIMEOUT_SECONDS", -1.0)
    harness.hub.disconnect_slow()
    for message in line.read():
        page.apply(message)
    assert page.cursor == str(came_with)

    back = harness.admit(came_with)
    for message in back.read():
        page.apply(message)

    assert page.held == ids[::-1]


def _publish(harness: WireHarness, talks: SampleVisit) -> str:
    """An update that compresses badly and is larger than a tiny socket takes."""
    public_id = talks.publish(secrets.token_hex(BIG // 2))
    harness.wake()
    return public_id


def _masked(opcode: Opcode, payload: bytes) -> bytes:
    mask = b"\x01\x02\x03\x04"
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    assert opcode >= frames.CLOSE
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked
