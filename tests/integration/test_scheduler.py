"""What is due is run by a thread of its own, which waits for no store and ends with its process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from blog import newsroom
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


def test_what_is_due_does_not_wait_for_a_store_that_does_not_answer(
    make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(scheduler, "DELETING_SECONDS", 0.01)
    answers, asked, turns = threading.Event(), threading.Event(), list[bool]()

    def wait_for_the_store() -> None:
        asked.set()
        answers.wait()

    monkeypatch.setattr(newsroom.erased_files, "delete_bytes", wait_for_the_store)
    monkeypatch.setattr(newsroom.schedule, "run_due", lambda: turns.append(asked.is_set()))
    app = make_app(sqlite_url, tmp_path, DATELINE_ENV="development")
    try:
        assert app.test_client().get("/").status_code == 200
        until(lambda: turns.count(True) > 3, "it waits for the store")
    finally:
        answers.set()
        close(app)
