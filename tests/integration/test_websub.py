"""A hub is told what changed, once for each change or for many, and whatever it does nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from urllib.parse import parse_qs

import pytest
from flask import Flask

from blog.extensions import visit_changed
from blog.wire import websub
from blog.wire.service import wire
from tests.feeds import FORMATS, hold_against_schema, parsed
from tests.integration.test_commands import FLASK, run
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST, free_port

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
    visit_changed.disconnect(made.extensions["notifier"].mark_changed)
    with made.app_context():
        yield made
        made.extensions["notifier"].stop()


@pytest.fixture
def listening(app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, and not while the visit is opened, the hub is told, and at once."""
    monkeypatch.setattr(websub, "SETTLE_SECONDS", 0.0)
    visit_changed.connect(app.extensions["notifier"].mark_changed)


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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_hub_is_told_of_every_change_once(talks: SampleVisit, hub: SmallHub, listening: None) -> None:
    public_id = talks.publish("It is said.")
    assert hub.next() == FEEDS
    talks.withdraw(public_id)
    assert hub.next() == FEEDS
    assert hub.told.empty()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_another_process_changed_is_told_by_that_one(app: Flask, talks: SampleVisit, hub: SmallHub) -> None:
    notifier = app.extensions["notifier"]
    wire().bell.ring(talks.visit_id)
    notifier.stop()
    assert hub.told.empty()

    notifier.mark_changed(talks.visit_id)
    notifier.stop()
    assert hub.next() == FEEDS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_many_changes_are_told_as_one_while_nobody_waits(talks: SampleVisit, hub: SmallHub, listening: None) -> None:
    hub.open.clear()
    talks.publish("The hub is asked, and does not answer.")
    first = hub.told.get(timeout=PATIENCE_SECONDS)
    for number in range(5):
        talks.publish(f"Number {number} is published all the same.")
    hub.open.set()
    rest = [hub.told.get(timeout=PATIENCE_SECONDS) for _ in FORMATS[1:]]
    assert [one["hub.url"][0] for one in (first, *rest)] == FEEDS
    assert hub.next() == FEEDS
    assert hub.told.empty()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hub_that_refuses_is_asked_again_with_the_next_change(
    app: Flask, talks: SampleVisit, hub: SmallHub, listening: None, caplog: pytest.LogCaptureFixture
) -> None:
    hub.status = 500
    app.extensions["notifier"].notify({talks.visit_id})
    assert hub.told.get(timeout=PATIENCE_SECONDS)["hub.url"] == FEEDS[:1]
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "the WebSub hub refused a notification with status 500"
    ]
    hub.status = 204
    talks.publish("It is said.")
    assert hub.next() == FEEDS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("hub_url", [f"http://{HOST}:{free_port()}/"], ids=["away"])
def test_a_hub_that_is_away_costs_one_line_in_the_log(
    app: Flask, talks: SampleVisit, hub_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    app.extensions["notifier"].notify({talks.visit_id})
    (line,) = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert line.startswith("the WebSub hub cannot be notified: ")
    assert talks.publish("It is said.")


def test_a_post_from_a_terminal_is_told_before_the_command_ends(hub: SmallHub, tmp_path: Path) -> None:
    settings = {"WEBSUB_HUB": hub.url, "PUBLIC_URL": "http://localhost:8000"}
    assert run(tmp_path, *FLASK, "db", "upgrade", **settings).returncode == 0
    assert run(tmp_path, *FLASK, "visit", "new", "talks", "--title", "Talks", **settings).returncode == 0
    assert hub.next() == FEEDS
    done = run(tmp_path, *FLASK, "post", "talks", "They have met.", **settings)
    assert done.returncode == 0, done.stderr
    assert hub.next() == FEEDS
