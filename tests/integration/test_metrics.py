"""What the person who runs the site sees: counts, whether a process can serve, and a log that machines can read."""

from __future__ import annotations

import http.client
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from blog import metrics
from blog.extensions import db
from tests.conftest import FOOTINGS, Footing
from tests.metrics import measured
from tests.readers import SocketReader
from tests.sample_visit import SampleVisit
from tests.serving import Dateline, serving
from tests.wait import until

READERS = 3


@pytest.fixture(scope="module", params=FOOTINGS)
def dateline(
    request: pytest.FixtureRequest, footing: Callable[[str], Footing], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dateline]:
    folder = tmp_path_factory.mktemp("measured")
    with footing(request.param) as (url, bell), serving(url, folder, LOG_FORMAT="json", **bell) as dateline:
        yield dateline


@pytest.fixture
def visit(dateline: Dateline) -> SampleVisit:
    return dateline.open_visit()


def test_everything_that_is_measured_is_said(dateline: Dateline) -> None:
    families = {family.name for family in text_string_to_metric_families(dateline.get("/metrics").text)}
    own = {measure._name for measure in vars(metrics).values() if isinstance(measure, MetricWrapperBase)}
    assert own
    assert own <= families


def test_a_post_is_counted_on_its_whole_way_to_the_readers(dateline: Dateline, visit: SampleVisit) -> None:
    with ExitStack() as people:
        editor = people.enter_context(dateline.correspondent())
        first = editor.publish(visit.slug, "Nobody reads yet.")
        begun = _counts(dateline)
        readers = [people.enter_context(SocketReader(dateline, visit.slug)) for _ in range(READERS)]
        until(lambda: measured(dateline, "dateline_readers") == READERS, "a reader is not counted")
        cursor = readers[0].page.cursor
        second = editor.publish(visit.slug, "Words that are counted.")
        for reader in readers:
            reader.read_until(lambda it: it.held == [second, first])
        assert dateline.get(f"/live/{visit.slug}/since/{cursor}").status_code == 200
        assert dateline.get(f"/live/{visit.slug}/nowhere").status_code == 404
        until(lambda: measured(dateline, "dateline_lag_seconds_count") > begun["lag"], "the delay is not measured")

    now = _counts(dateline)
    moved = {name: now[name] - begun[name] for name in begun}
    assert moved["frames"] == READERS
    assert moved["bytes"] > READERS * len("Words that are counted.")
    assert moved["published"] == moved["lag"] == 1
    assert moved["polled"] == 1
    assert moved["rendered"] >= 1
    assert moved["pages"] >= 1
    assert moved["served"] >= READERS
    assert moved["refused"] == 1
    assert moved["timed"] >= READERS
    assert moved["timed at the desk"] >= 1
    assert measured(dateline, "dateline_lag_seconds_sum") < 60
    until(lambda: measured(dateline, "dateline_readers") == 0, "readers who left are counted")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/live/{slug}/updates/none", 404),
        ("/nowhere", 404),
        ("/embed.js", 200),
        ("/desk/sign-in", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/metrics", 200),
    ],
)
def test_an_answer_names_its_request(dateline: Dateline, visit: SampleVisit, address: str, status: int) -> None:
    answers = [dateline.get(address.format(slug=visit.slug)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [status] * 2
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 2


def test_nobody_outside_may_choose_the_name_of_a_request(dateline: Dateline) -> None:
    answer = requests.get(f"{dateline.url}/healthz", headers={"X-Request-ID": "chosen"})
    assert answer.headers["X-Request-ID"] != "chosen"


def test_every_line_of_the_log_is_json_and_leads_from_an_answer_to_what_happened(
    dateline: Dateline, visit: SampleVisit
) -> None:
    answer = dateline.get("/desk/sign-in")
    [line] = _lines(dateline, answer)
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/desk/sign-in", 200)
    assert line["level"] == "info"


def test_an_exception_is_logged_whole_with_the_name_of_its_request(dateline: Dateline, visit: SampleVisit) -> None:
    with dateline.app.app_context():
        public_id = visit.publish("Spoiled by hand.")
        db.session.execute(text("UPDATE \"update\" SET kind = 'unheard of' WHERE public_id = :id"), {"id": public_id})
        db.session.commit()
    answer = dateline.get(f"/live/{visit.slug}/updates/{public_id}")
    assert answer.status_code == 500
    failed = [line for line in _lines(dateline, answer) if line["level"] == "error"]
    assert len(failed) == 1
    assert "Traceback" in failed[0]["exception"]
    assert "unheard of" in failed[0]["exception"]


def test_a_process_that_is_told_to_end_says_that_it_cannot_serve(dateline: Dateline, visit: SampleVisit) -> None:
    """The last of the module: it ends the module's server."""
    connection = http.client.HTTPConnection(dateline.url.removeprefix("http://"), timeout=20)
    with SocketReader(dateline, visit.slug) as reader:
        assert _ready(connection) == (200, b"ready\n")
        os.kill(dateline._process.pid, signal.SIGTERM)
        reader.read_to_the_end()
        assert _ready(connection) == (503, b"stopping\n")
    connection.close()


def _ready(connection: http.client.HTTPConnection) -> tuple[int, bytes]:
    connection.request("GET", "/readyz")
    answer = connection.getresponse()
    return answer.status, answer.read()


def _counts(dateline: Dateline) -> dict[str, float]:
    return {
        "frames": measured(dateline, "dateline_frames_total"),
        "bytes": measured(dateline, "dateline_frame_bytes_total"),
        "lag": measured(dateline, "dateline_lag_seconds_count"),
        "rendered": measured(dateline, "dateline_render_seconds_count"),
        "pages": measured(dateline, "dateline_page_render_seconds_count"),
        "published": measured(dateline, "dateline_changes_total", verb="publish"),
        "polled": measured(dateline, "dateline_polls_total", answer="200"),
        "served": measured(dateline, "dateline_requests_total", status="2xx"),
        "timed": measured(dateline, "dateline_request_seconds_count", part="pages"),
        "timed at the desk": measured(dateline, "dateline_request_seconds_count", part="desk"),
        "refused": measured(dateline, "dateline_requests_total", status="4xx"),
    }


def _lines(dateline: Dateline, answer: requests.Response) -> list[dict[str, Any]]:
    """What the log says of the request of an answer. Every line of the whole log is read, and must be JSON."""
    lines = [json.loads(line) for line in dateline._process.log.read_text().splitlines()]
    assert all({"event", "level", "logger", "timestamp"} <= line.keys() for line in lines)
    return [line for line in lines if line.get("request_id") == answer.headers["X-Request-ID"]]
