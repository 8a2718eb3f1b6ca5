"""A disk that is full, or cannot be written: nothing typed is lost, the log says why, and it is over by itself."""

from __future__ import annotations

import logging
import re
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import REGISTRY
from sqlalchemy import Connection, event

from blog.extensions import db
from tests.conftest import Footing
from tests.database_files import flask, refused
from tests.desk import Desk
from tests.markup import one, parse, shown
from tests.sample_visit import SampleVisit
from tests.serving import serving
from tests.wait import until

pytestmark = pytest.mark.both_footings

POST = "/desk/visits/talks/updates"
_BOOTED = re.compile(r"Booting worker with pid: (\d+)")
LONG = "A text that took an hour. " * 400


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Meanwhile the database takes nothing that is written."""
    statement = {
        ("sqlite", "full"): "PRAGMA max_page_count=1",
        ("sqlite", "readonly"): "PRAGMA query_only=1",
        ("postgresql", "readonly"): "SET TRANSACTION READ ONLY",
    }[db.engine.dialect.name, what]

    def refuse(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(db.engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(db.engine, "begin", refuse)
        db.session.remove()
        db.engine.dispose()


def failed_writes(reason: str) -> float:
    return REGISTRY.get_sample_value("dateline_writes_failed_total", {"reason": reason}) or 0.0


@pytest.mark.parametrize(
    ("database_url", "what", "sentence", "cause"),
    [
        ("sqlite", "full", "changes cannot be saved: the disk is full\n", "database or disk is full"),
        ("sqlite", "readonly", "changes cannot be saved: the database is read-only\n", "readonly"),
        ("postgresql", "readonly", "changes cannot be saved: the database is read-only\n", "read-only"),
    ],
    indirect=["database_url"],
)
def test_a_post_keeps_its_text_the_log_says_why_and_the_site_is_not_ready_until_a_change_is_saved(
    app: Flask,
    desk: Desk,
    client: FlaskClient,
    talks: SampleVisit,
    caplog: pytest.LogCaptureFixture,
    what: str,
    sentence: str,
    cause: str,
) -> None:
    failed = failed_writes(what)
    with refusing(what), caplog.at_level(logging.ERROR, "blog"):
        for kind in ("publish", "draft"):
            answer = desk.post(POST, {"body": LONG, "action": kind})
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
            assert LONG.strip() in one(parse(answer), "[name=body]").text_content()
        assert client.get("/live/talks").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.text) == (503, sentence)
        assert client.get("/healthz").status_code == 200
        refused(flask(app, "post", "talks", LONG), f"Nothing was changed: {sentence.strip().partition(': ')[2]} (")
    said = [message for message in caplog.messages if message.startswith("a change could not be saved: ")]
    assert len(said) == 3
    assert all(cause in message for message in said)
    assert failed_writes(what) == failed + 3
    assert shown(parse(client.get("/live/talks?page=1"))) == []
    assert desk.post(POST, {"body": LONG, "action": "publish"}).status_code == 303
    assert client.get("/readyz").status_code == 200


def test_a_server_whose_disk_takes_nothing_more_says_so_and_is_ready_again_by_itself(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with (
        footing("sqlite") as (url, bell),
        serving(url, tmp_path, **bell) as dateline,
        dateline.correspondent() as editor,
    ):
        slug = dateline.open_visit().slug
        wal = Path(f"{url.removeprefix('sqlite:///')}-wal")
        worker = int(_BOOTED.findall(dateline._process.log.read_text())[0])
        unlimited = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (wal.stat().st_size, unlimited[1]))
        with pytest.raises(requests.HTTPError) as refused:
            editor.publish(slug, LONG)
        assert refused.value.response.status_code == 503
        assert LONG.strip() in refused.value.response.text
        ready = dateline.get("/readyz")
        assert (ready.status_code, ready.text) == (
            503,
            "changes cannot be saved: the disk cannot be written\n",
        )
        assert dateline.get(f"/live/{slug}").status_code == 200
        assert "dateline_disk_free_bytes" in dateline.get("/metrics").text
        resource.prlimit(worker, resource.RLIMIT_FSIZE, unlimited)
        until(dateline.is_ready, "it never hears that the disk takes something again")
        editor.publish(slug, LONG)
        assert dateline._process.log.read_text().count("a change could not be saved: disk I/O error") == 1
