"""What stands between a form and its readers: the statements of each change, of its message, and of the page after it.

A number may fall; whoever lets one rise says so here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from blog.extensions import db
from blog.wire import log
from blog.wire.service import wire
from blog.wire.streams import Stream
from tests.desk import Desk
from tests.integration.test_queries import counted, grow
from tests.sample_visit import SampleVisit


class Cost(NamedTuple):
    """Statements of a request until its commit, and of the message that readers are sent; with its look at the log."""

    commit: int
    message: int

    def exceeds(self, most: Cost) -> bool:
        return self.commit > most.commit or self.message > most.message


# From the page a post has a key, under which it is looked for and its autosave ends, and a dateline.
MOST = {
    "publish": Cost(9, 2),
    "publish from the page": Cost(12, 1),
    "edit": Cost(12, 4),
    "withdraw": Cost(10, 10),
    "banner": Cost(9, 3),
}
MOST_OF_A_PAGE = 15
PAGE_FORM = {"client_key": "the-key-of-a-form", "stop": "vienna", "kind": "report", "standing": "reported"}


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
        "publish from the page": lambda: desk.publish("talks", "He has gone.", **PAGE_FORM),
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


def test_what_another_process_changed_is_read_from_the_log(talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    replay, before = wire().replay, log.head(talks.visit_id)
    public_id = talks.publish("He has spoken.")
    own = replay.newest_written
    talks.withdraw(public_id)
    monkeypatch.setattr(replay, "newest_written", own)  # somebody else has withdrawn it
    assert before
    message = talks.replay(str(before))
    assert message
    assert public_id in message
    assert "He has spoken." not in message


def _cost(talks: SampleVisit, act: Callable[[], TestResponse]) -> Cost:
    before = log.head(talks.visit_id)
    assert before
    commits: list[int] = []
    with counted() as of_request:
        note = lambda _connection: commits.append(len(of_request))  # noqa: E731 — it is removed again
        event.listen(Engine, "commit", note)
        try:
            answer = act()
        finally:
            event.remove(Engine, "commit", note)
    assert answer.status_code in (302, 303), answer.text
    db.session.rollback()
    with counted() as of_message:
        after = log.head(talks.visit_id)
        assert after
        assert after.seq > before.seq, answer.text
        wire().replay.since(Stream(talks.visit_id), before, after, is_newest=True)
    return Cost(commits[0], len(of_message))
