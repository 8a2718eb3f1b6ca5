"""Everything under an embargo goes out at once: in one transaction, and to each open page in one message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from blog.queries import consistency
from blog.wire import replay
from blog.wire.streams import Audience, Ring
from tests.desk import Desk
from tests.htmx import OpenPage
from tests.integration.test_queries import counted
from tests.markup import parse
from tests.sample_visit import SampleVisit
from tests.wire_harness import WireHarness
from tests.wire_harness import harness as open_harness

MANY, TOO_MANY = 200, replay.MAX_EVENTS + 1

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    """The wire alone, in this process."""
    yield from open_harness(app, talks)


def held(talks: SampleVisit, count: int) -> tuple[str, list[str]]:
    """An embargo and what lies under it."""
    by = talks.visit_id, talks.editor_id
    embargo_id = newsroom.embargoes.set_embargo(*by, "When he speaks")
    texts = [Post(f"Held {number}.") for number in range(count)]
    return embargo_id, [newsroom.drafts.save(*by, text, state=State.HELD, embargo=embargo_id) for text in texts]


def test_two_hundred_updates_reach_an_open_page_in_one_message_in_their_order(
    harness: WireHarness, talks: SampleVisit, client: FlaskClient
) -> None:
    embargo_id, ids = held(talks, MANY)
    page = OpenPage(client.get("/live/talks").text)
    [line] = harness.fill(1)
    bell = harness.wire.bell
    bell.wait(0)
    before = harness.head()

    newsroom.embargoes.release(talks.visit_id, talks.editor_id, embargo_id)
    assert bell.wait(0) == {Ring(talks.visit_id), Ring(talks.visit_id, Audience.DESK)}
    harness.wake()

    [message] = line.read_all()
    page.apply(message)
    assert page.held == ids[::-1]
    assert harness.head().seq == before.seq + MANY
    assert not consistency.check(talks.visit_id)[0].wrong


def test_past_the_limit_an_open_page_is_told_to_load_again_and_stays_connected(
    harness: WireHarness, talks: SampleVisit, client: FlaskClient
) -> None:
    embargo_id, _ids = held(talks, TOO_MANY)
    lines = harness.fill(2)
    before = harness.head()
    newsroom.embargoes.release(talks.visit_id, talks.editor_id, embargo_id)
    harness.wake()

    assert [line.read_all() for line in lines] == [[{"reload": True}]] * 2
    assert client.get(f"/live/talks/since/{before}").status_code == 410
    harness.sweep()
    assert [line.read_all() for line in lines] == [[], []], "told once"
    talks.publish("The next one.")
    harness.wake()
    assert ["The next one." in line.read_all()[0]["content"] for line in lines] == [True, True]
    assert [line.close_code for line in lines] == [None, None]


def test_an_open_desk_hears_of_many_at_the_cost_of_few(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    costs = []
    for count in (2, 40):
        embargo_id, _ids = held(talks, count)
        [element] = parse(desk.get("/desk/visits/talks")).cssselect("#desk-wire")
        cursor = element.get("data-cursor")
        newsroom.embargoes.release(talks.visit_id, talks.editor_id, embargo_id)
        with counted() as statements:
            answer = desk.client.get(f"/desk/visits/talks/since/{cursor}")
        assert answer.status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
