"""The server as production runs it, with two workers: what it leaves in its log and on its disk."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

from flask import Flask
from sqlalchemy import text

from blog.extensions import db
from blog.settings import ROOT
from tests.servers.ports import HOST, free_port
from tests.wait import until

PATIENCE_SECONDS = 60


def test_a_reload_leaves_no_traceback_and_an_end_no_folder_behind(tmp_path: Path) -> None:
    port, counts = free_port(), tmp_path / "temporary"
    counts.mkdir()
    settings = {"INSTANCE_DIR": str(tmp_path), "PORT": str(port), "TMPDIR": str(counts), "WEB_CONCURRENCY": "2"}
    env = {**os.environ, **settings, "REDIS_URL": f"redis://{HOST}:{free_port()}/0", "DATABASE_URL": ""}
    log = tmp_path / "log"
    command = [sys.executable, str(ROOT / "app.py")]
    with log.open("wb") as file, subprocess.Popen(command, env=env, stderr=file, stdout=file) as server:
        try:
            waiting = [_kept_connection(port) for _ in range(6)]
            assert list(counts.glob("dateline-metrics-*")), "nothing is counted"
            server.send_signal(signal.SIGHUP)
            # Each worker hangs up on what its browsers keep, as it leaves.
            assert [_rest(connection) for connection in waiting] == [b""] * 6
            until(lambda: log.read_text().count("Worker exiting") >= 2)
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)
    assert "Traceback" not in log.read_text(), log.read_text()
    assert not list(counts.glob("dateline-metrics-*"))


def test_a_database_without_tables_is_said_to_be_what_is_missing(app: Flask) -> None:
    client = app.test_client()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE visit RENAME TO elsewhere"))
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.text.partition(":")[0]) == (503, "the database has no tables")
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO visit"))


def _kept_connection(port: int) -> http.client.HTTPConnection:
    """A connection that a browser keeps after its answer."""
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b"alive\n"
        except OSError:
            assert monotonic() < deadline, "the server does not start"
            sleep(0.2)
        else:
            return connection


def _rest(connection: http.client.HTTPConnection) -> bytes:
    """What still comes on a connection until its other end hangs up."""
    assert connection.sock
    with connection.sock as line:
        return line.recv(1000)
