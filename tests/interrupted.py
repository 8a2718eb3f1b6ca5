"""Presses Ctrl+C in a long command, at the first step of one of its bars."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest
from click.testing import Result
from flask import Flask

from blog.backup import postgres_programs
from blog.cli import progress
from blog.extensions import db
from tests.database_files import flask, let_go

SHOW = ("archive", "backed_up_media", "backup", "backup_postgres", "demo", "log", "move")


def interrupted(app: Flask, label: str, *command: object, steps: int = 1) -> Result:
    """Runs a command that is interrupted at so many calls for the bar with that label."""
    labels, calls, shown = list[str](), 0, progress.progress

    def noted(label: str, length: int) -> AbstractContextManager[progress.Progress]:
        labels.append(label)
        return shown(label, length)

    def step(_self: object, _steps: int = 1, **_more: object) -> None:
        nonlocal calls
        calls += labels[-1] == label
        if calls == steps:
            raise KeyboardInterrupt

    db.session.remove()
    let_go(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress.Progress, "__call__", step)
        patch.setattr(postgres_programs, "LOOK_SECONDS", 0.001)
        for module in SHOW:
            patch.setattr(f"blog.cli.{module}.progress", noted)
        return flask(app, *command)


def assert_stopped(done: Result, *words: str) -> None:
    """Asserts that it ended with 130 and a sentence with these words, and that nobody drew a bar for a pipe."""
    assert done.exit_code == 130, done.output
    *before, sentence = done.stderr.splitlines()
    assert all(line.startswith("Warning: ") for line in before)
    assert sentence.startswith("Stopped. ")
    for word in words:
        assert word in sentence
