"""A hub is told what changed, once for each change or for many, and whatever it does nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from urllib.parse import parse_qs

import pytest
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.deliveries import BACKOFF, JITTER
from blog.web.deliveries.websub import SETTLE
from tests.feeds import FORMATS, hold_against_schema, parsed
from tests.integration.test_commands import FLASK, run
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST, free_port
from tests.webhooks import target, waiting

PATIENCE_SECONDS = 60.0
FEEDS = [f"http://localhost:8000/live/talks/feed.{format_}" for format_ in FORMATS]


class SmallHub:
    """A hub over HTTP that writes down what it is told. It answers when `open` is set."""

    def __init__(self) -> None:
        self.told: Queue[dict[str, list[str]]] = Queue()
        self.open, self.status = Event(), 202
        self.open.set()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                hub.told.put({"type": [self.headers["Content-Type"]], **parse_qs(body)})
                hub.open.wait(PATIENCE_SECONDS)
                self.send_response(hub.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self._server.server_port}/"
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def next(self) -> list[str]:
        """The addresses of the feeds of one visit, as soon as it was told of them."""
        told = [self.told.get(timeout=PATIENCE_SECONDS) for _ in FORMATS]
        assert {one["hub.mode"][0] for one in told} == {"publish"}
        assert {one["type"][0] for one in told} == {"application/x-www-form-urlencoded"}
        return [one["hub.url"][0] for one in told]

    def close(self) -> None:
        self.open.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def hub() -> Iterator[SmallHub]:
    made = SmallHub()
    yield made
    made.close()


@pytest.fixture
def hub_url(hub: SmallHub) -> str:
    return hub.url


@pytest.fixture
def app(
    database_url: str, bell: dict[str, str], tmp_path: Path, make_app: Callable[..., Flask], hub_url: str
) -> Iterator[Flask]:
    made = make_app(database_url, tmp_path, WEBSUB_HUB=hub_url, **bell)
    with made.app_context():
        newsroom.websub.note_hub(is_set=False)
        yield made


@pytest.fixture
def listening(app: Flask, talks: SampleVisit) -> None:
    """From here on, and not while the visit is opened, there is a hub to tell."""
    newsroom.websub.note_hub(is_set=True)


def work(app: Flask, *, after: timedelta = SETTLE) -> None:
    """Does what the scheduler does, so much later."""
    db.session.rollback()
    with transaction.as_of(now() + after):
        app.extensions["delivery_worker"].run_due()


def test_a_whole_feed_names_its_hub_and_itself(app: Flask, talks: SampleVisit, hub: SmallHub) -> None:
    client = app.test_client()
    for format_, address in zip(FORMATS, FEEDS, strict=True):
        for _ in range(2):  # made, and from memory
            answer = client.get(f"/live/talks/feed.{format_}")
            assert answer.headers["Link"] == f'<{hub.url}>; rel="hub", <{address}>; rel="self"'
        document = hold_against_schema(format_, answer.text)
        if format_ == "json":
            assert document["hubs"] == [{"type": "WebSub", "url": hub.url}]
        else:
            links = {link.rel: link.href for link in parsed(answer).feed.links}
            assert (links["hub"], links["self"]) == (hub.url, address)


def test_a_part_of_a_feed_names_no_hub_because_none_is_told_of_it(
    app: Flask, talks: SampleVisit, hub: SmallHub
) -> None:
    for number in range(45):
        talks.publish(f"Number {number}.", topics=["trade"])
    for question in ("?topic=trade", "?page=1"):
        for format_ in FORMATS:
            answer = app.test_client().get(f"/live/talks/feed.{format_}{question}")
            assert answer.status_code == 200
            assert "Link" not in answer.headers
            assert hub.url not in answer.text


@pytest.mark.both_footings
def test_the_hub_is_told_of_every_change_once(app: Flask, talks: SampleVisit, hub: SmallHub, listening: None) -> None:
    public_id = talks.publish("It is said.")
    work(app)
    assert hub.next() == FEEDS
    talks.withdraw(public_id)
    work(app)
    assert hub.next() == FEEDS
    work(app)
    assert hub.told.empty()
    assert waiting() == 0


def test_the_hub_is_told_when_no_cache_answers_with_an_old_copy(
    app: Flask, talks: SampleVisit, hub: SmallHub, listening: None
) -> None:
    talks.publish("It is said.")
    work(app, after=SETTLE / 2)
    assert hub.told.empty()
    assert target().failures == 0
    work(app)
    assert hub.next() == FEEDS


def test_many_changes_are_told_as_one_and_what_changes_meanwhile_once_more(
    app: Flask, talks: SampleVisit, hub: SmallHub, listening: None
) -> None:
    for number in range(5):
        talks.publish(f"Number {number}.")
    assert waiting() == 2
    hub.open.clear()
    with ThreadPoolExecutor() as pool:
        working = pool.submit(in_context, app)
        first = hub.told.get(timeout=PATIENCE_SECONDS)
        for number in range(5):
            talks.publish(f"Number {number} is published while the hub is asked.")
        hub.open.set()
        working.result(PATIENCE_SECONDS)
    rest = [hub.told.get(timeout=PATIENCE_SECONDS) for _ in FORMATS[1:]]
    assert [one["hub.url"][0] for one in (first, *rest)] == FEEDS
    work(app)
    assert hub.next() == FEEDS
    assert hub.told.empty()
    assert waiting() == 0


def in_context(app: Flask) -> None:
    with app.app_context():
        work(app)


def test_a_hub_that_refuses_is_asked_again_later(
    app: Flask, talks: SampleVisit, hub: SmallHub, listening: None, caplog: pytest.LogCaptureFixture
) -> None:
    hub.status = 500
    talks.publish("It is said.")
    work(app)
    assert hub.told.get(timeout=PATIENCE_SECONDS)["hub.url"] == FEEDS[:1]
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "the WebSub hub cannot be notified: it answered 500"
    ]
    work(app)
    assert hub.told.empty()
    hub.status = 204
    work(app, after=SETTLE + BACKOFF[0] * (1 + JITTER))
    assert hub.next() == FEEDS


@pytest.mark.parametrize("hub_url", [f"http://{HOST}:{free_port()}/"], ids=["away"])
def test_a_hub_that_is_away_costs_one_line_in_the_log(
    app: Flask, talks: SampleVisit, hub_url: str, listening: None, caplog: pytest.LogCaptureFixture
) -> None:
    talks.publish("It is said.")
    work(app)
    (line,) = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert line.startswith("the WebSub hub cannot be notified: ")
    assert waiting() == 1


def test_a_visit_that_is_held_is_named_to_no_hub(
    app: Flask, talks: SampleVisit, hub: SmallHub, listening: None
) -> None:
    talks.publish("It is said.")
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    talks.publish("Written while it is held.")
    work(app)
    assert hub.told.empty()
    assert waiting() == 0


def test_without_a_hub_nothing_waits_for_one(app: Flask, talks: SampleVisit, listening: None) -> None:
    talks.publish("It is said.")
    newsroom.websub.note_hub(is_set=False)
    talks.publish("It is said again.")
    assert waiting() == 0


def test_a_notification_survives_the_process_that_made_the_change(
    app: Flask, talks: SampleVisit, hub: SmallHub, listening: None, tmp_path: Path
) -> None:
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    done = run(tmp_path, *FLASK, "post", "talks", "They have met.", DATABASE_URL=database)
    assert done.returncode == 0, done.stderr
    assert hub.told.empty()
    work(app)
    assert hub.next() == FEEDS
