"""A crowd that asks for cold pages: what is urgent goes first, too many are sent away, and what is kept has a bound."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom, work_queue
from blog.cache import Cache
from blog.web.page_cache.entries import PageCache, Partition
from blog.wire import log, replay
from blog.wire.log import Cursor
from blog.work_queue import Queue
from tests.desk import Desk
from tests.integration.test_url_map import renders
from tests.queued_visitors import crowd, occupied, turns_begun
from tests.sample_visit import SampleVisit
from tests.wait import until
from tests.wire_harness import WireHarness
from tests.wire_harness import harness as open_harness

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# Far less than so many pages weigh.
BUDGET = 300_000


@pytest.fixture
def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    yield from open_harness(app, talks)


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[Queue]:
    return turns_begun(monkeypatch)


@pytest.fixture
def only_one_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue.QUERIES, "max_length", 0)


def test_plain_addresses_go_before_everything_that_asked_earlier(
    client: FlaskClient, talks: SampleVisit, began: list[Queue]
) -> None:
    public_id, before = talks.publish("One."), log.head(talks.visit_id)
    talks.publish("Two.")
    asked = ["/live/talks?topic=trade", "/live/talks/search?q=one", "/live/talks/embed?theme=dark"]
    one = f"/live/talks/updates/{public_id}"
    plain = ["/live/talks", "/", "/live/talks/embed", f"/live/talks/since/{before}", "/live/talks/feed.atom"]
    with crowd(client, *asked, one, *plain) as answered:
        assert not answered
        began.clear()
    assert began == [Queue.PAGES] * len(plain) + [Queue.UPDATES] + [Queue.QUERIES] * len(asked)
    assert {status for _, status in answered} == {200}


def test_after_a_post_the_newcomers_page_goes_before_the_crowd_and_shows_the_post(
    client: FlaskClient, talks: SampleVisit, began: list[Queue]
) -> None:
    client.get("/live/talks")
    with crowd(client, "/live/talks?topic=trade", "/live/talks?topic=borders", "/live/talks/people"):
        talks.publish("While they wait.")
        began.clear()
    assert began == [Queue.PAGES, Queue.QUERIES, Queue.QUERIES]
    assert "While they wait." in client.get("/live/talks").text


def test_a_page_that_waited_shows_the_state_of_the_moment_in_which_it_was_made_and_is_kept_for_it(
    client: FlaskClient, talks: SampleVisit
) -> None:
    with crowd(client, "/live/talks?topic=trade"):
        talks.publish("On trade.", topics=["trade"])
    made = renders()
    assert "On trade." in client.get("/live/talks?topic=trade").text
    assert renders() == made


@pytest.mark.usefixtures("only_one_may_ask")
def test_past_the_bound_a_question_is_sent_away_before_anything_is_rendered(
    client: FlaskClient, talks: SampleVisit
) -> None:
    for address in ("/live/talks?topic=trade", "/live/talks/search?q=x1", "/live/talks/embed?theme=dark"):
        made = renders()
        with occupied():
            answer = client.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(answer.data) < 1000
        assert renders() == made
        assert client.get(address).status_code == 200, "it is not sent away for ever"


@pytest.mark.usefixtures("only_one_may_ask")
def test_programs_are_sent_away_in_their_own_words(client: FlaskClient, talks: SampleVisit) -> None:
    with occupied():
        answer = client.get("/api/v1/visits/talks/updates?limit=7")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("only_one_may_ask")
def test_what_is_kept_is_answered_while_the_lane_is_full(client: FlaskClient, talks: SampleVisit) -> None:
    addresses = ["/live/talks", "/live/talks?topic=trade", "/live/talks?topic=nonsense"]
    for address in addresses:
        client.get(address)
    with occupied():
        for address in [*addresses, "/live/talks?utm_source=x", "/live/talks?topic=rubbish", "/live/talks?page=abc"]:
            assert client.get(address).status_code in (200, 404), address


def test_readers_get_what_is_new_between_two_cold_pages(
    harness: WireHarness, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pump of this house is run by hand: until it has been, the ring keeps the next page from beginning."""
    monkeypatch.setattr(work_queue, "URGENT_SECONDS", 60)
    monkeypatch.setattr(harness.wire.pump, "_running", True)
    line, answers = harness.admit(), list[int]()
    line.read()
    visitor = Thread(target=lambda: answers.append(client.get("/live/talks?topic=trade").status_code), daemon=True)
    with occupied():
        visitor.start()
        until(lambda: work_queue.waiting(Queue.QUERIES) == 1, "the visitor does not arrive")
        talks.publish("News for those who read.")
    assert not answers, "the page did not wait for the push"
    harness.wake()
    (message,) = line.read()
    work_queue.finish(harness.wire.pump)
    visitor.join(60)
    assert "News for those who read." in message["content"]
    assert answers == [200]


def test_a_post_goes_before_cold_pages_from_beginning_to_end(
    desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, before = list[bool](), work_queue.has_urgent_work()
    publish = newsroom.updates.publish

    def watched(*args: object, **kwargs: object) -> str:
        seen.append(work_queue.has_urgent_work())
        return publish(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(newsroom.updates, "publish", watched)
    assert desk.publish("talks", "A post.").status_code == 303
    assert seen == [True]
    assert work_queue.has_urgent_work() == before, "it is over"


def test_a_page_that_comes_back_with_an_old_cursor_is_sent_away_when_too_many_do(
    harness: WireHarness, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Queue.QUERIES, "max_length", 0)
    monkeypatch.setattr(replay, "RECENT_EVENTS", 1)
    start = harness.head()
    for number in range(3):
        talks.publish(f"Update {number}.")
    with occupied():
        line = harness.admit(after=start)
        line.read()
    assert line.close_code == 1013
    back = harness.admit(after=start)
    assert "Update 2." in back.read()[0]["content"]


def test_however_much_is_asked_what_is_kept_stays_within_its_budget(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache: PageCache = app.extensions["page_cache"]
    monkeypatch.setitem(cache._partitions, Partition.QUERIES, Cache("test", BUDGET, lambda entry: entry.encoded.size))
    plain = [f"/live/talks{path}" for path in ("", "/embed", "/people", "/feed.atom")]
    for address in plain:
        client.get(address)
    for number in range(60):
        client.get(f"/live/talks/search?q=word{number}")
    assert 0 < cache._partitions[Partition.QUERIES].size <= BUDGET
    assert set(plain) <= set(cache.keys())


def test_distinct_meaningless_words_add_no_entry(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    cache: PageCache = app.extensions["page_cache"]
    made = None
    for number in range(20):
        for address in (
            f"/live/talks?topic=none{number}",
            f"/live/talks?before={number}",
            f"/live/talks/embed?q={number}&speaker=nobody{number}",
            f"/live/talks/corrections?q={number}",
            f"/live/talks/feed.atom?theme={number}",
            f"/live/talks/people?page={number}",
            f"/live/talks/since/0badf00d:{number}",
            f"/live/talks/updates/none{number}",
            f"/live/none{number}",
        ):
            assert client.get(address).status_code in (200, 404, 410)
        made = made or (cache.keys(), renders())
    assert (cache.keys(), renders()) == made


def test_a_cursor_has_one_spelling(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    before = log.head(talks.visit_id)
    assert before
    talks.publish("One.")
    names = app.extensions["page_cache"]
    client.get(f"/live/talks/since/{before}")
    kept = names.keys()
    padded = Cursor(before.epoch, before.seq)
    answer = client.get(f"/live/talks/since/{padded.epoch}:000{padded.seq}")
    assert answer.status_code == 200
    assert names.keys() == kept
