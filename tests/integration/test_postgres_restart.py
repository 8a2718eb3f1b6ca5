"""PostgreSQL goes away: for a while, in the middle of a change, and in the middle of a commit."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from blog import newsroom
from blog.extensions import db
from blog.newsroom.errors import CommitUnknown
from blog.newsroom.posts import Post
from blog.queries import consistency
from blog.wire import log
from tests import postgres_snapshot
from tests.breakable_proxy import BreakableProxy, breakable_proxy
from tests.desk import Desk
from tests.markup import one, parse, shown
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST
from tests.wait import until

ADDRESSES = ("/", "/live/talks", "/live/talks?page=1", "/live/talks/since/{cursor}", "/live/talks/embed")
PATIENCE_SECONDS = 60.0
POST = "/desk/visits/talks/updates"
# The whole statement, unlike READ COMMITTED.
COMMIT = b"COMMIT\x00"


@pytest.fixture
def line(postgres_url: str) -> Iterator[BreakableProxy]:
    """The line between the app and its PostgreSQL."""
    postgres_snapshot.empty(postgres_url)
    url = make_url(postgres_url)
    with breakable_proxy((url.host or HOST, url.port or 5432)) as line:
        yield line


@pytest.fixture
def database_url(line: BreakableProxy, postgres_url: str) -> str:
    through = make_url(postgres_url).set(host=HOST, port=line.port).update_query_dict({"sslmode": "disable"})
    return through.render_as_string(hide_password=False)


def test_while_the_database_is_away_readers_are_told_to_come_back_and_then_are_served(
    client: FlaskClient, talks: SampleVisit, line: BreakableProxy
) -> None:
    cursor = log.head(talks.visit_id)
    talks.publish("Before.")
    line.close()
    for address in ADDRESSES:
        answer = client.get(address.format(cursor=cursor))
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3"), address
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200

    line.open()
    for address in ADDRESSES:
        assert client.get(address.format(cursor=cursor)).status_code == 200, address
    assert client.get("/readyz").status_code == 200


def test_while_the_database_is_away_the_desk_says_so_and_hands_a_text_back(
    desk: Desk, talks: SampleVisit, line: BreakableProxy
) -> None:
    desk.get("/desk/visits/talks")
    line.close()
    for address in ("/desk", "/desk/visits/talks"):
        answer = desk.get(address)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3"), address
        assert "not ready at the moment" in answer.text
    answer = desk.post(POST, {"body": "A text that took an hour.", "action": "publish"})
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3")
    assert "A text that took an hour." in answer.text
    assert "Sign in again" not in answer.text
    line.open()


def test_after_a_restart_no_request_meets_a_connection_of_the_time_before(
    desk: Desk, client: FlaskClient, talks: SampleVisit, line: BreakableProxy
) -> None:
    for number in range(3):
        assert client.get(f"/live/talks?cold={number}").status_code == 200
        line.cut()
        assert desk.publish("talks", f"Update {number}.").status_code == 303
        line.cut()
    assert len(shown(parse(client.get("/live/talks")))) == 3


@pytest.mark.parametrize("words", [b"UPDATE visit", b"INSERT INTO update", b"INSERT INTO revision"])
def test_a_change_that_was_cut_off_before_its_commit_is_made_again_by_itself(
    desk: Desk, client: FlaskClient, talks: SampleVisit, line: BreakableProxy, words: bytes
) -> None:
    line.cut_at(words, after_the_answer=False)
    assert desk.publish("talks", "Cut off.").status_code == 303
    assert line.has_cut, "the change was never cut off"
    assert len(shown(parse(client.get("/live/talks")))) == 1
    assert consistency.check()[0].wrong == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_line_that_breaks_in_the_commit_neither_loses_nor_doubles_what_is_sent_again(
    desk: Desk, client: FlaskClient, talks: SampleVisit, line: BreakableProxy, committed: bool
) -> None:
    words = {"body": "Perhaps committed.", "client_key": "one post", "action": "publish"}
    line.cut_at(COMMIT, after_the_answer=committed)
    unsure = desk.post(POST, words)
    assert unsure.status_code == 503
    assert "Send it again" in unsure.text
    form = one(parse(unsure), "form#composer")
    assert form.fields["body"].strip() == "Perhaps committed."
    assert form.fields["client_key"] == "one post"
    assert len(shown(parse(client.get("/live/talks")))) == committed, "it was cut at another place"

    assert desk.post(POST, words).status_code == 303
    assert len(shown(parse(client.get("/live/talks?again=1")))) == 1
    assert consistency.check()[0].wrong == []


def test_what_may_have_been_committed_is_never_repeated_by_itself(
    app: Flask, talks: SampleVisit, line: BreakableProxy
) -> None:
    line.cut_at(COMMIT, after_the_answer=True)
    with pytest.raises(CommitUnknown):
        newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("Without a key."))
    db.session.rollback()
    assert [report.updates for report in consistency.check()] == [1]


def test_a_change_that_loses_a_deadlock_is_made_again(app: Flask, talks: SampleVisit, postgres_url: str) -> None:
    public_id = talks.publish("First.")
    with (
        psycopg.connect(postgres_url.replace("+psycopg", "")) as other,
        ThreadPoolExecutor(1) as thread,
    ):
        other.execute("SELECT id FROM update WHERE public_id = %s FOR UPDATE", [public_id])
        edit = thread.submit(_edit, app, talks, public_id)
        _wait_until_it_waits(postgres_url)
        # The edit holds the visit and waits for the update. It began to wait first, so that it is the one to give way.
        other.execute("UPDATE visit SET summary = summary WHERE id = %s", [talks.visit_id])
        other.commit()
        assert edit.result(PATIENCE_SECONDS) == 2
    assert consistency.check()[0].wrong == []


def _edit(app: Flask, talks: SampleVisit, public_id: str) -> int:
    with app.app_context():
        return talks.edit(public_id, "First, and more.", version=1)


def _wait_until_it_waits(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as watching:
        until(
            lambda: watching.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone(), "nobody waits for a lock"
        )
