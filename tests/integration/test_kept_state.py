"""What is kept is never older than the state it is kept for, whoever waited for whom, and whoever was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path
from threading import Event, Lock, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import cache, work_queue
from blog.extensions import visit_changed
from blog.web.page_cache.entries import PageCache
from blog.wire import heads, log
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings

OF_ALL_VISITS = ("/", "/sitemap.xml", "/sitemap-news.xml", "/api/v1/visits")


Do = Callable[[], None]
Elsewhere = Callable[[Callable[[], object]], None]


def said(client: FlaskClient, *addresses: str) -> list[str]:
    """What these say to visitors who read to the end, after which a page may be answered from memory."""
    return [client.get(address, buffered=True).text for address in addresses]


@pytest.fixture
def elsewhere(app: Flask) -> Elsewhere:
    """Does something as another process would, whatever the request around it has open."""

    def do(something: Callable[[], object]) -> None:
        with app.app_context():
            something()

    return lambda something: Context().run(do, something)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[Do]:
    """What happens while a page waits for its turn, and when the turn is over: one thing at each."""
    meanwhile: list[Do] = []

    def happens() -> None:
        if meanwhile:
            meanwhile.pop(0)()

    @contextmanager
    def turn(_: work_queue.Queue) -> Iterator[bool]:
        happens()
        yield True
        happens()

    monkeypatch.setattr(work_queue, "turn", turn)
    return meanwhile


@pytest.fixture
def has_queued(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Set when somebody waits for a page that another one makes."""
    queued = Event()

    class Watched:
        def __init__(self) -> None:
            self._lock = Lock()
            self.release = self._lock.release

        def acquire(self, blocking: bool = True) -> bool:
            got = self._lock.acquire(blocking=False)
            if not got:
                queued.set()
            return got or (blocking and self._lock.acquire())

    monkeypatch.setattr(cache, "Lock", Watched)
    return queued


def test_what_shows_all_visits_is_asked_for_anew_when_one_of_them_has_changed(
    client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("They spoke.", headline="A headline of the old-word", key=True)
    before = said(client, *OF_ALL_VISITS)
    assert "old-word" in before[2]

    talks.withdraw(public_id)
    SampleVisit.open("other")

    after = said(client, *OF_ALL_VISITS)
    assert "old-word" not in "".join(after)
    assert all("/live/other" in text or '"slug":"other"' in text for text in (*after[:2], after[3]))


def test_a_worker_that_nobody_told_says_of_all_visits_what_it_has_seen_of_one(
    make_app: Callable[..., Flask], database_url: str, tmp_path: Path, talks: SampleVisit
) -> None:
    deaf = make_app(database_url, tmp_path / "deaf")
    visit_changed.disconnect(deaf.extensions["wire"].bell.ring)
    client = deaf.test_client()
    public_id = talks.publish("They spoke.", headline="A headline of the old-word", key=True)
    assert "old-word" in said(client, "/live/talks", "/sitemap-news.xml")[1]

    talks.withdraw(public_id)
    # It asks again because this program knows of more than this worker.
    assert client.get(f"/api/v1/visits/talks/updates?after={log.head(talks.visit_id)}").status_code == 200

    assert not [text for text in said(client, "/live/talks", "/sitemap-news.xml") if "old-word" in text]


def test_a_client_that_reads_slowly_makes_no_page_younger(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_changed.disconnect(app.extensions["wire"].bell.ring)
    public_id = talks.publish("They spoke.", headline="A headline of the old-word", key=True)
    slow = client.get("/sitemap-news.xml")
    talks.withdraw(public_id)
    later = heads.monotonic() + heads.FRESH_SECONDS
    monkeypatch.setattr(heads, "monotonic", lambda: later)
    slow.close()
    assert "old-word" not in said(client, "/sitemap-news.xml")[0]


@pytest.mark.parametrize("others_ask", [True, False])
def test_a_page_that_waited_twice_is_kept_for_no_more_than_it_shows(
    client: FlaskClient, elsewhere: Elsewhere, talks: SampleVisit, turns: list[Do], has_queued: Event, others_ask: bool
) -> None:
    """The second visitor waits until the first one's page is made, finds that it is old, and waits for a turn."""
    said(client, "/live/talks")
    talks.publish("The first.")
    answers: list[str] = []
    first, second = (Thread(target=lambda: answers.extend(said(client, "/live/talks"))) for _ in range(2))

    def the_second_comes() -> None:
        second.start()
        assert has_queued.wait(60)

    def the_third_is_published() -> None:
        elsewhere(lambda: talks.publish("The third."))
        if others_ask:
            said(client, "/live/talks/people")

    turns += [the_second_comes, lambda: elsewhere(lambda: talks.publish("The second.")), the_third_is_published]
    first.start()
    first.join(60)
    second.join(60)

    assert not turns
    assert "The third." in said(client, "/live/talks")[0]
    assert "The third." in answers[1]


def test_a_page_that_is_the_same_as_another_one_is_what_that_is_now(
    client: FlaskClient, elsewhere: Elsewhere, talks: SampleVisit, turns: list[Do]
) -> None:
    public_id = talks.publish("They spoke of the old-word.")
    assert "old-word" in said(client, "/live/talks")[0]
    turns.append(lambda: elsewhere(lambda: talks.withdraw(public_id)))
    assert "old-word" not in said(client, "/live/talks?page=1")[0]


def test_a_poll_that_waited_is_not_told_that_there_is_nothing_new(
    client: FlaskClient, elsewhere: Elsewhere, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, find = f"/live/talks/since/{log.head(talks.visit_id)}", PageCache.get_or_compute

    def find_later(*args: object) -> object:
        monkeypatch.setattr(PageCache, "get_or_compute", find)
        elsewhere(lambda: talks.publish("While it waited."))
        return find(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(PageCache, "get_or_compute", find_later)
    said(client, address)
    assert "While it waited." in said(client, address)[0]


def test_an_argument_that_a_list_does_not_know_is_refused_although_the_list_is_kept(client: FlaskClient) -> None:
    assert client.get("/api/v1/visits", buffered=True).status_code == 200
    assert client.get("/api/v1/visits?x=1", buffered=True).status_code == 422
