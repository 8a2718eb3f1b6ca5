"""Commands print the address of the site that is running, wherever its server was told to listen."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from flask import Flask

from blog.cli import address
from tests.database_files import flask
from tests.serving import serving
from tests.wait import until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

GUESS = "http://localhost:8000"


@pytest.mark.parametrize(("end", "cleans_up"), [("stop", True), ("kill", False)])
def test_a_command_prints_the_address_of_the_server_while_it_runs(
    app: Flask, database_url: str, tmp_path: Path, end: str, cleans_up: bool
) -> None:
    with serving(database_url, tmp_path, INSTANCE_DIR=str(instance_of(app))) as dateline:
        assert readers_address(app, "running") == f"{dateline.url}/live/running"
        getattr(dateline, end)()
        until(lambda: not is_locked(instance_of(app) / address.FILE))
        assert (instance_of(app) / address.FILE).exists() is not cleans_up
        assert readers_address(app, "ended") == f"{GUESS}/live/ended"


def test_the_address_stays_while_one_of_two_servers_still_runs(app: Flask, database_url: str, tmp_path: Path) -> None:
    instance, folder = str(instance_of(app)), tmp_path / "other"
    folder.mkdir()
    with (
        serving(database_url, folder, INSTANCE_DIR=instance) as other,
        serving(database_url, tmp_path, INSTANCE_DIR=instance) as dateline,
    ):
        other.stop()
        assert readers_address(app, "running") == f"{dateline.url}/live/running"


def is_locked(file: Path) -> bool:
    """Whether a server still runs: the worker of one that was killed may outlive it a little."""
    if not file.exists():
        return False
    with file.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def instance_of(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].instance_dir)


def readers_address(app: Flask, slug: str) -> str:
    """What `flask visit new` prints as the address of a new visit."""
    done = flask(app, "visit", "new", slug, "--title", "A visit")
    assert done.exit_code == 0, done.output
    return done.stdout.split()[1]
