"""What the hub and the pump send to whom: one render and one encoding for all, and to each what it lacks, once."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.errors import Invalid
from blog.wire import fragments, frames, log
from blog.wire.replay import Message
from blog.wire.streams import Ring, Stream
from tests.htmx import OpenPage
from tests.sample_visit import SampleVisit
from tests.wire_harness import WireHarness
from tests.wire_harness import harness as open_harness

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    """The wire alone, in this process."""
    yield from open_harness(app, talks)


def test_a_commit_rings_the_bell_and_what_changed_nothing_does_not(harness: WireHarness, talks: SampleVisit) -> None:
    bell = harness.wire.bell
    public_id = talks.publish("The delegations have met.")
    assert Ring(talks.visit_id) in bell.wait(0)

    with pytest.raises(Invalid):
        talks.publish("")
    newsroom.updates.unpin(talks.visit_id, talks.editor_id, public_id)
    assert bell.wait(0) == set()


def test_a_change_is_rendered_and_encoded_once_whatever_the_number_of_readers(
    harness: WireHarness, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = harness.fill(200)
    renders = _count_calls(monkeypatch, fragments, "render")
    deflations = _count_calls(monkeypatch, zlib, "compressobj")
    framings = _count_calls(monkeypatch, frames, "_framed")

    talks.publish("One sentence for all of them. " * 20)
    harness.wake()

    for line in lines:
        (message,) = line.read()
        assert message["cursor"] == str(harness.head())
    assert len({line.stream for line in lines[0::2]}) == 1, "deflated"
    assert len({line.stream for line in lines[1::2]}) == 1, "plain"
    assert lines[0].stream[0] == frames.FIN_TEXT_DEFLATED
    assert len(lines[0].stream) < len(lines[1].stream) / 2
    assert (len(renders), len(deflations), len(framings)) == (1, 1, 2)


def test_a_crowd_that_comes_back_at_one_cursor_costs_one_render_and_one_encoding(
    harness: WireHarness, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = harness.head()
    talks.publish("While they were away.")
    renders = _count_calls(monkeypatch, fragments, "render")
    deflations = _count_calls(monkeypatch, zlib, "compressobj")

    lines = [harness.admit(before, deflates=True) for _ in range(50)]

    assert {len(line.read()) for line in lines} == {1}
    assert len({line.stream for line in lines}) == 1
    assert (len(renders), len(deflations)) == (1, 1)


def test_the_heartbeat_says_where_the_log_stands_and_moves_nobody(harness: WireHarness, talks: SampleVisit) -> None:
    lines, stood_at = harness.fill(4), harness.head()
    harness.hub.send_heartbeats()
    talks.publish("After the heartbeat.")
    harness.wake()
    for line in lines:
        (message,) = line.read()
        assert line.beats[-1] == {"cursor": str(stood_at)}
        assert message["cursor"] == str(harness.head())


def test_a_reader_that_is_behind_gets_no_heartbeat_that_would_hide_it(harness: WireHarness, talks: SampleVisit) -> None:
    behind, keeps_up = harness.admit(tiny=True), harness.admit()
    for line in (behind, keeps_up):
        line.read()
        line.beats.clear()
    talks.publish(secrets.token_hex(10_000))
    harness.wake()
    assert behind.reader.unsent, "it is not behind"

    harness.hub.send_heartbeats()

    (message,) = behind.read_all()
    keeps_up.read()
    assert message["cursor"] == str(harness.head())
    assert (len(behind.beats), len(keeps_up.beats)) == (0, 1)


def test_what_is_committed_between_the_handshake_and_the_door_is_not_missed(
    harness: WireHarness, talks: SampleVisit
) -> None:
    stood_at = harness.head()
    public_id = talks.publish("In between.")
    line = harness.admit(stood_at, head=stood_at)
    harness.sweep()
    (message,) = line.read()
    assert public_id in message["content"]


def test_a_reader_that_the_pump_serves_while_it_is_let_in_is_served_once(
    harness: WireHarness, talks: SampleVisit, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the database is a place to wait at, and others go on meanwhile."""
    page, before = OpenPage(client.get(f"/live/{talks.slug}").text), harness.head()
    ids = [talks.publish("While it was away.")]
    harness.admit()
    replay_since, waited = harness.wire.replay.since, []

    def since(stream: Stream, after: log.Cursor, head: log.Cursor, *, is_newest: bool = False) -> Message | None:
        message = replay_since(stream, after, head, is_newest=is_newest)
        if not waited:
            waited.append(True)
            ids.append(talks.publish("While it waited for the database."))
            harness.wake()
        return message

    monkeypatch.setattr(harness.wire.replay, "since", since)
    line = harness.admit(before)
    ids.append(talks.publish("Afterwards."))
    harness.wake()

    for message in line.read():
        page.apply(message)
    assert waited
    assert page.held == ids[::-1]


def test_a_reader_that_comes_before_the_pump_has_woken_is_not_sent_what_was_just_withdrawn(
    harness: WireHarness, talks: SampleVisit
) -> None:
    before = harness.head()
    harness.admit()
    public_id = talks.publish("A secret.")
    harness.wake()
    earlier = harness.admit(before)
    assert "secret" in str(earlier.read()), "the message with the word was never made"

    talks.withdraw(public_id)
    line = harness.admit(before)
    harness.wake()

    assert line.read()
    assert b"secret" not in line.stream


def _count_calls(monkeypatch: pytest.MonkeyPatch, owner: ModuleType, name: str) -> list[object]:
    """Lets a function be called as before, and notes each call."""
    calls: list[object] = []
    function = getattr(owner, name)

    def counted(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        return function(*args, **kwargs)

    monkeypatch.setattr(owner, name, counted)
    return calls
