"""Ctrl+C in `flask backup` and `flask restore`: a backup is whole or not there, and a database is not touched."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.database_files import bodies, flask, leftovers, let_go
from tests.interrupted import assert_stopped, interrupted
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture

MEDIA = "Pictures and documents"


def test_what_was_stopped_leaves_nothing_half_done(
    app: Flask, talks: SampleVisit, database: Path, copy: Path, tmp_path: Path
) -> None:
    talks.publish("Kept.", media=[add_picture(talks)])
    assert_stopped(interrupted(app, "Database", "backup", copy), "No backup was written")
    assert not list(tmp_path.glob("*copy*"))
    assert_stopped(interrupted(app, MEDIA, "backup", copy), "the database is whole", "--force")
    assert bodies(copy) == "Kept."
    done = flask(app, "backup", "--force", copy)
    assert (done.exit_code, done.stderr) == (0, "")

    talks.publish("Written after the backup.")
    there = {path.name for path in database.parent.iterdir() if not path.name.startswith(database.name)}
    for label in ("Database", MEDIA):
        assert_stopped(interrupted(app, label, "restore", "--yes", copy), "The database is as it was")
    assert bodies(database) == "Kept.\nWritten after the backup."
    assert {path.name for path in database.parent.iterdir() if not path.name.startswith(database.name)} == there
    assert not leftovers(database.parent)
    let_go(app)
    done = flask(app, "restore", "--yes", copy)
    assert (done.exit_code, done.stderr) == (0, "")
    assert bodies(database) == "Kept."
