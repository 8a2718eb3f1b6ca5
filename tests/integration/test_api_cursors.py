"""Whoever follows a visit by cursors ends up with all that is true of it, whatever happens and however they read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from blog.queries import changes
from tests.action_context import ActionContext
from tests.actions import ACTIONS
from tests.breadth import breadth
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings

TALKS = "/api/v1/visits/talks"


class Follower:
    """A program that keeps a copy of a visit's updates, by what the manual says."""

    def __init__(self, client: FlaskClient, limit: int) -> None:
        self._client, self._limit = client, limit
        self.held: dict[str, Any] = {}
        address = f"{TALKS}/updates?limit={limit}"
        self.cursor = self._ask(address)["cursor"]
        while address:
            body = self._ask(address)
            self._take(body)
            address = body["next"]

    def catch_up(self) -> int:
        """Follows the log to its end, and counts the answers that it took."""
        address, answers = f"{TALKS}/updates?after={self.cursor}&limit={self._limit}", 0
        while address:
            body = self._ask(address)
            assert len(body["updates"]) <= 2 * self._limit, "each comes with what it is tied to, here one at most"
            self._take(body)
            self.cursor, address, answers = body["cursor"], body["next"], answers + 1
        return answers

    def _take(self, body: Any) -> None:
        for update in body["updates"]:
            self.held[update["id"]] = update
        for update in filter(lambda held: held["state"] == "published", self.held.values()):
            _rename(update, body["renamed"])

    def _ask(self, address: str) -> Any:
        answer = self._client.get(address)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)


def _rename(update: Any, renamed: Any) -> None:
    """Puts the names right in an update that is held."""
    for stop in renamed["stops"]:
        if update["stop"] and update["stop"]["key"] == stop["key"]:
            update["stop"] = stop
    for topic in renamed["topics"]:
        update["topics"] = [topic if one["slug"] == topic["slug"] else one for one in update["topics"]]
    update["topics"].sort(key=lambda topic: topic["name"])
    for speaker in renamed["speakers"]:
        if update["speaker"] and update["speaker"]["key"] == speaker["key"]:
            update["speaker"] |= speaker
    for side in renamed["delegations"]:
        if update["speaker"] and update["speaker"]["delegation"]["key"] == side["key"]:
            update["speaker"]["delegation"] = side
        if update["delegation"] and update["delegation"]["key"] == side["key"]:
            update["delegation"] = side


@pytest.mark.parametrize("limit", [1, *breadth(200)])
def test_following_after_every_action_is_the_same_as_reading_it_all_anew(
    client: FlaskClient, talks: SampleVisit, limit: int
) -> None:
    context = ActionContext(talks, old=talks.publish("An old one."), new=talks.publish("A new one.", stop="vienna"))
    patient, watching = Follower(client, limit), Follower(client, limit)
    for _, act in ACTIONS:
        act(context)
        watching.catch_up()
    assert patient.held != watching.held, "nothing happened"
    patient.catch_up()
    fresh = Follower(client, 200)
    assert patient.held == watching.held == fresh.held
    assert patient.cursor == watching.cursor == fresh.cursor


def test_a_walk_from_the_beginning_of_the_log_finds_every_update(client: FlaskClient, talks: SampleVisit) -> None:
    for n in range(5):
        talks.publish(f"Update {n}.")
    follower = Follower(client, 2)
    held, follower.held = follower.held, {}
    follower.cursor = follower.cursor.partition(":")[0] + ":0"
    assert follower.catch_up() > 2
    assert follower.held == held


def test_a_long_stretch_of_the_log_without_updates_is_walked_through(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(client, 200)
    for n in range(5):
        newsroom.people.add_topic(talks.visit_id, SYSTEM, f"Topic {n}")
    talks.publish("At last.")
    monkeypatch.setattr(changes, "MAX_EVENTS", 2)
    assert follower.catch_up() == 3
    assert [update["text"] for update in follower.held.values()] == ["At last."]


def test_ten_edits_are_one_update_in_its_last_wording(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("Wording 1.")
    cursor = Follower(client, 200).cursor
    for version in range(1, 11):
        talks.edit(public_id, f"Wording {version + 1}.", version=version)
    body = json.loads(client.get(f"{TALKS}/updates?after={cursor}").text)
    assert [update["text"] for update in body["updates"]] == ["Wording 11."]
    assert body["next"] is None


@pytest.mark.parametrize("what", ["updates", "events"])
def test_a_cursor_of_another_log_or_of_the_future_is_gone_and_says_what_to_do(
    client: FlaskClient, talks: SampleVisit, what: str
) -> None:
    epoch, _, head = json.loads(client.get(TALKS).text)["cursor"].partition(":")
    for cursor in (f"0000aaaa:{head}", f"{epoch}:{int(head) + 1}", f"{epoch}:999999999999"):
        answer = client.get(f"{TALKS}/{what}?after={cursor}")
        assert answer.status_code == 410
        assert answer.mimetype == "application/problem+json"
        assert "again without one" in json.loads(answer.text)["detail"]
