"""What stands between a form and its readers: the statements of each change, of its message, and of the page after it.

A number may fall; whoever lets one rise says so here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog.extensions import db
from blog.wire import log
from blog.wire.service import wire
from blog.wire.streams import Stream
from tests.desk import Desk
from tests.integration.test_queries import counted, grow
from tests.sample_visit import SampleVisit


class Cost(NamedTuple):
    """Statements of a request until its commit, and of the message that readers are sent."""

    commit: int
    message: int

    def exceeds(self, most: Cost) -> bool:
        return self.commit > most.commit or self.message > most.message


MOST = {"publish": Cost(16, 10), "edit": Cost(27, 11), "withdraw": Cost(19, 17), "banner": Cost(15, 4)}
MOST_OF_A_PAGE = 15


@pytest.fixture
def bell() -> dict[str, str]:
    """No Redis: a ring that comes back by it looks at the log once more."""
    return {}


def test_a_change_and_its_message_cost_few_statements(desk: Desk, talks: SampleVisit) -> None:
    grow(talks, 0, 3)
    desk.sign_in(talks.editor_email)
    edited = f"/desk/visits/talks/updates/{talks.publish('He has spoke.')}"
    desk.get("/desk/visits/talks")
    acts: dict[str, Callable[[], TestResponse]] = {
        "publish": lambda: desk.publish("talks", "He has spoken."),
        "edit": lambda: desk.post(edited, {"body": "He has spoken at last.", "version": "1", "change": "typo"}),
        "withdraw": lambda: desk.post(f"{edited}/withdraw", {"note": "It was wrong.", "version": "2"}),
        "banner": lambda: desk.post("/desk/visits/talks/banner", {"text": "Breaking", "level": "breaking"}),
    }
    costs = {name: _cost(talks, act) for name, act in acts.items()}
    assert {name: cost for name, cost in costs.items() if cost.exceeds(MOST[name])} == {}, costs


def test_a_page_after_a_change_costs_few_statements(client: FlaskClient, talks: SampleVisit) -> None:
    grow(talks, 0, 3)
    client.get("/live/talks")
    talks.publish("He has spoken.")
    with counted() as statements:
        assert "He has spoken." in client.get("/live/talks").text
    assert len(statements) <= MOST_OF_A_PAGE


def _cost(talks: SampleVisit, act: Callable[[], TestResponse]) -> Cost:
    before = log.head(talks.visit_id)
    assert before
    with counted() as of_request:
        answer = act()
    assert answer.status_code in (302, 303), answer.text
    db.session.rollback()
    after = log.head(talks.visit_id)
    assert after
    assert after.seq > before.seq, answer.text
    with counted() as of_message:
        wire().replay.since(Stream(talks.visit_id), before, after)
    last = next(number for number, text in enumerate(of_request) if text.startswith("INSERT INTO audit_entry"))
    return Cost(last + 1, len(of_message))
