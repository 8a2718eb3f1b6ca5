"""A process that may open few files takes in few readers, says so, and goes on answering whatever comes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from blog.cli.database import start
from tests.readers import open_socket
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST
from tests.serving import Dateline, serving

FILES, SPARE = 256, 200
CROWD = FILES + 20


@pytest.fixture(scope="module")
def dateline(sqlite_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dateline]:
    folder = tmp_path_factory.mktemp("narrow")
    url = f"sqlite:///{folder / 'dateline.sqlite'}"
    with serving(url, folder, may_open=FILES) as dateline:
        yield dateline


@pytest.fixture
def visit(dateline: Dateline) -> SampleVisit:
    return dateline.open_visit()


def test_a_crowd_leaves_room_for_everything_else(dateline: Dateline, visit: SampleVisit) -> None:
    with ExitStack() as crowd:
        sockets = [crowd.enter_context(open_socket(dateline.url, visit.slug)) for _ in range(CROWD)]
        assert sum(_stays(each) for each in sockets) == FILES - SPARE
        assert dateline.get("/healthz").status_code == 200
        assert dateline.get(f"/live/{visit.slug}").status_code == 200
        with dateline.correspondent() as editor:
            editor.publish(visit.slug, "They go on.")
    assert "Traceback" not in dateline.log()


def test_connections_that_ask_for_nothing_cost_no_traceback_and_when_they_go_all_is_well(dateline: Dateline) -> None:
    with ExitStack() as idle:
        for _ in range(CROWD):
            idle.enter_context(socket.create_connection((HOST, dateline.port)))
    assert dateline.get("/healthz").status_code == 200
    assert "Traceback" not in dateline.log()


def test_it_is_said_once_at_the_start(dateline: Dateline) -> None:
    [line] = [line for line in dateline.log().splitlines() if "MAX_READERS" in line]
    assert f"MAX_READERS is {FILES - SPARE} instead of" in line


@pytest.mark.parametrize(("environment", "is_told"), [("development", False), ("production", True)])
def test_whoever_tries_it_out_on_a_laptop_is_told_nothing_of_open_files(
    make_app: Callable[..., Flask],
    sqlite_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    environment: str,
    is_told: bool,
) -> None:
    app = make_app(sqlite_url, tmp_path, DATELINE_ENV=environment, PUBLIC_URL="http://localhost:8000")
    app.extensions["wire"] = replace(app.extensions["wire"], max_readers=19_800)
    assert start(app) == ""
    assert ("MAX_READERS" in capsys.readouterr().err) is is_told


def _stays(reader: ClientConnection) -> bool:
    with suppress(ConnectionClosed):
        return bool(reader.recv(timeout=20))
    assert reader.close_code == 1013
    return False
