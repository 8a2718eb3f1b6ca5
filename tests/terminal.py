"""Runs commands in processes of their own, as a person would in a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from blog.settings import ROOT

OURS = ("FLASK_", "DATELINE_", "REDIS_", "DATABASE_", "SECRET_", "PUBLIC_", "PORT", "HOST", "WEB_CONCURRENCY")
FLASK = (sys.executable, "-m", "flask", "--app", "app")
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py")


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """This process's environment without Dateline's settings, except the given ones."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "INSTANCE_DIR": str(instance), **settings}


def run(instance: Path, *command: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    env = environment(instance, **settings)
    return subprocess.run(command, cwd=ROOT, env=env, input=stdin, capture_output=True, text=True, timeout=300)


def assert_one_line(done: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    """Asserts that a command failed with one line and no traceback."""
    assert done.returncode == status, done
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr
