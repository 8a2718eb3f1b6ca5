"""The scheduler of a process ends with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from blog.web import scheduler
from tests.shared_app import close
from tests.wait import until


def test_the_scheduler_of_a_closed_app_stops(
    make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.01)
    before = set(threading.enumerate())
    app = make_app(sqlite_url, tmp_path, DATELINE_ENV="development")
    assert app.test_client().get("/").status_code == 200
    [thread] = [one for one in set(threading.enumerate()) - before if one.name == "scheduler"]
    close(app)
    until(lambda: not thread.is_alive(), "it runs forever")
