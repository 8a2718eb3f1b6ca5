"""Ctrl+C in a long command: it says what there is now, and leaves nothing half done. A pipe sees no bar."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from blog.backup.move import opened
from blog.extensions import db
from blog.media.store import current_store
from blog.models import MediaFile
from blog.newsroom import unused_media
from blog.queries import visits
from tests.database_files import flask, leftovers
from tests.interrupted import assert_stopped, interrupted
from tests.sample_visit import SampleVisit
from tests.servers.postgres import fresh_database
from tests.shown_files import add_picture

EXPORTING, IMPORTING = "Exporting", "Importing"


@pytest.fixture
def empty(postgres_url: str) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with fresh_database(postgres_url) as url:
        yield url


def test_no_archive_is_written_and_an_old_one_stays(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    talks.publish("The delegations have met.", media=[add_picture(talks)])
    folder = tmp_path / "archive"
    for steps in (1, 20):
        assert_stopped(interrupted(app, EXPORTING, "visit", "export", "talks", folder, steps=steps), "No archive")
        assert not folder.exists()
    assert not leftovers(tmp_path)
    assert flask(app, "visit", "export", "talks", folder).exit_code == 0
    talks.publish("Later.")
    assert_stopped(interrupted(app, EXPORTING, "visit", "export", "--force", "talks", folder), "No archive")
    assert not leftovers(tmp_path)
    document = json.loads((folder / "visit.json").read_text())
    assert len(document["updates"]) == 1


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_nothing_is_imported_at_whatever_step(
    app: Flask,
    talks: SampleVisit,
    sqlite_url: str,
    tmp_path: Path,
    make_app: Callable[..., Flask],
    monkeypatch: pytest.MonkeyPatch,
    steps: int,
) -> None:
    """The second call is after reading the update, the third after its file, the next after what is written.

    Files that were stored already are deleted hours later, unless another import of the archive has taken them.
    """
    talks.publish("The delegations have met.", media=[add_picture(talks)])
    folder = tmp_path / "archive"
    assert flask(app, "visit", "export", "talks", folder).exit_code == 0
    other = make_app(f"sqlite:///{tmp_path / 'other.sqlite'}", tmp_path / "other")
    command = ("visit", "import", folder / "visit.json")
    assert_stopped(interrupted(other, IMPORTING, *command, steps=steps), "Nothing was imported")
    with other.app_context():
        assert visits.id_of("talks") is None
        assert db.session.scalar(select(func.count()).select_from(MediaFile)) == 0
        with monkeypatch.context() as patch:
            patch.setattr(unused_media, "current_time", lambda: datetime.now(UTC) + unused_media.LONGEST_UPLOAD)
            unused_media.remove_unused()
        assert not list(current_store().keys(""))
    done = flask(other, *command)
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_copy_that_was_stopped_is_removed_or_said_to_be_useless(
    app: Flask, talks: SampleVisit, empty: str, tmp_path: Path
) -> None:
    talks.publish("The delegations have met.")
    file = tmp_path / "new.sqlite"
    for label in ("Copying", "Comparing"):
        if label == "Comparing":
            file.touch()  # as `mktemp` leaves it
        done = interrupted(app, label, "move", f"sqlite:///{file}")
        assert_stopped(done, "The present database is as it was", "The new file was removed")
        assert not list(tmp_path.glob("new.sqlite*"))
    done = interrupted(app, "Copying", "move", empty.replace("postgresql+psycopg", "postgresql"))
    assert_stopped(done, "The present database is as it was", "Drop the new database, create it again")
    with opened(empty) as target, target.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visit").scalar() == 0
    assert "The delegations have met." in app.test_client().get("/live/talks").text


def test_a_check_that_was_stopped_does_not_say_that_all_is_well(app: Flask, talks: SampleVisit) -> None:
    talks.publish("The delegations have met.")
    done = interrupted(app, "Checking", "log", "check")
    assert_stopped(done, "Not everything was checked")
    assert done.stdout == ""
    assert flask(app, "log", "check").stderr == ""
