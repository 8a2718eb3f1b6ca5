"""A server that cannot start says why, in one line, and ends."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from tests.breadth import breadth, is_whole
from tests.servers.ports import HOST, free_port
from tests.terminal import FLASK, GUNICORN, assert_one_line, run


def test_the_server_says_in_one_line_why_it_does_not_start(tmp_path: Path) -> None:
    assert_one_line(run(tmp_path, sys.executable, "app.py", PORT="eighty"), 1, "dateline: PORT")


@pytest.mark.parametrize("log_format", ["json", *breadth("text")])
def test_a_server_that_cannot_start_says_why_in_one_line_of_its_log(tmp_path: Path, log_format: str) -> None:
    (tmp_path / "dateline.sqlite").write_text("This is a letter. " * 100)
    with socket.create_server((HOST, free_port())) as taken:
        port = str(taken.getsockname()[1])
        more = (  # found by the same code as the first and the third
            ({"PORT": "eighty"}, "PORT must be a whole number"),
            ({"HOST": "192.0.2.1"}, "192.0.2.1, port"),
        )
        for settings, words in (
            ({"DATELINE_ENV": "production"}, "SECRET_KEY is missing"),
            ({"WEB_CONCURRENCY": "two"}, "WEB_CONCURRENCY must be a whole number from 1 to 1024; it is 'two'."),
            ({"PORT": port}, f"port {port}: Address already in use. Choose another PORT or HOST."),
            ({}, "not a database"),
            *(more if is_whole() else ()),
        ):
            given = {"PORT": str(free_port()), "LOG_FORMAT": log_format} | settings
            done = run(tmp_path, sys.executable, "app.py", **given)
            lines = [line for line in done.stderr.splitlines() if "Starting gunicorn" not in line]
            assert len(lines) == 1, done
            assert words in (lines[0] if log_format == "text" else json.loads(lines[0])["event"]), done
            assert done.returncode == 1


def test_two_workers_without_redis_are_refused_with_the_reason(tmp_path: Path) -> None:
    done = run(tmp_path, *GUNICORN, "--workers", "2", "app:app", PORT=str(free_port()))
    assert done.returncode != 0
    assert "dateline: 2 workers need REDIS_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_gunicorn_gives_up_at_once_when_a_setting_cannot_be_used(tmp_path: Path) -> None:
    done = run(tmp_path, *GUNICORN, "app:app", PORT=str(free_port()), DATELINE_ENV="production")
    assert done.returncode != 0
    assert done.stderr.count("dateline: SECRET_KEY is missing") == 1, "it started worker after worker"
    assert "Traceback" not in done.stderr


def test_a_database_of_a_newer_dateline_is_not_touched(tmp_path: Path, sqlite_master: Path) -> None:
    shutil.copy(sqlite_master, tmp_path / "dateline.sqlite")
    with closing(connect(tmp_path / "dateline.sqlite")) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    assert_one_line(run(tmp_path, *FLASK, "log", "check"), 1, "a newer Dateline (version 9999)")
    server = run(tmp_path, sys.executable, "app.py", PORT=str(free_port()))
    assert server.returncode == 1
    assert "dateline: This database belongs to a newer Dateline" in server.stderr
    assert "Traceback" not in server.stderr
