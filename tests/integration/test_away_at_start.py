"""The database is away when a server starts: whoever comes is told to come back, and is served once it is there."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import make_url

from tests.breadth import breadth
from tests.breakable_proxy import breakable_proxy
from tests.locks import locked
from tests.servers.ports import HOST
from tests.servers.postgres import fresh_database
from tests.serving import Dateline
from tests.shared_app import close
from tests.wait import until

PAGES = ("/", "/live/talks", "/live/talks/feed.atom", "/api/v1/visits", "/desk", "/desk/sign-in", "/readyz")


@contextmanager
def away(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of an empty database that nobody can use until the function is called."""
    if name == "sqlite":
        (tmp_path / "empty.sqlite").touch()
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
        with locked(url, "EXCLUSIVE") as let_go:
            yield url, let_go
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as real:
        url = make_url(real)
        with breakable_proxy((url.host or HOST, url.port or 5432)) as line:
            line.close()
            through = url.set(host=HOST, port=line.port).update_query_dict({"sslmode": "disable"})
            yield through.render_as_string(hide_password=False), line.open


@pytest.mark.parametrize("name", [*breadth("sqlite"), "postgresql"])
def test_everybody_is_told_to_come_back_and_is_served_once_it_is_there(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    with away(name, request, tmp_path) as (url, come_back):
        dateline = Dateline(url, tmp_path, LOG_FORMAT="json")
        with socket.create_server((HOST, dateline.port)) as kept:  # as systemd's socket unit
            dateline.listen_by(kept)
            dateline._process._ready = lambda: dateline.get("/healthz").text == "alive\n"
            try:
                dateline.start()
                for path in PAGES:
                    answer = dateline.get(path)
                    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3"), path
                    assert "X-Request-ID" in answer.headers
                assert dateline.get("/readyz").text == "waiting for the database\n"
                assert "dateline_readers" in dateline.get("/metrics").text
                kept_text = requests.post(
                    f"{dateline.url}/desk/visits/talks/updates", {"body": "A text that took an hour."}, timeout=20
                )
                assert (kept_text.status_code, "A text that took an hour." in kept_text.text) == (503, True)
                come_back()
                until(dateline.is_ready, "it does not hear that the database is there")
                slug = dateline.open_visit().slug
                assert dateline.get(f"/live/{slug}").status_code == 200
                with dateline.correspondent() as editor:
                    editor.publish(slug, "It is there.")
            finally:
                dateline.stop()
                close(dateline.app)
        said = [json.loads(line) for line in dateline._process.log.read_text().splitlines()]
        told = [line["event"] for line in said if "database" in line["event"]]
        assert len(told) == 2, told
        assert "every request is answered 503" in told[0]
        assert told[1] == "the database answers: serving requests"
        assert not [line for line in said if line["level"] in ("error", "critical")]
