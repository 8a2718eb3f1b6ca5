"""`flask move`: everything arrives, from SQLite on PostgreSQL and back; a copy that differs is not declared good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from blog import newsroom
from blog.backup import move
from blog.backup.file import BackupError
from blog.extensions import db
from blog.newsroom.posts import Post
from blog.queries import audit_guards
from tests.database_files import change, flask, let_go, refused
from tests.sample_visit import SampleVisit
from tests.servers.postgres import fresh_database
from tests.shown_files import add_picture


@pytest.fixture
def empty(postgres_url: str) -> Iterator[str]:
    """The address of a database with nothing in it, as one writes it in DATABASE_URL."""
    with fresh_database(postgres_url) as url:
        yield url.replace("postgresql+psycopg", "postgresql")


def test_everything_moves_and_the_copy_is_a_site_of_its_own(
    app: Flask, talks: SampleVisit, empty: str, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    kept = talks.publish("The delegations have met.", media=[add_picture(talks)])
    newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("Not yet."))
    assert flask(app, "token", "new", "editor@example.org", "--name", "Wire", "--scope", "all").exit_code == 0
    let_go(app)
    done = flask(app, "move", empty)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == f"DATABASE_URL={empty}"
    assert "each the same in both databases" in done.stdout
    refused(flask(app, "move", empty), "a Dateline in that database already")

    moved = make_app(empty.replace("postgresql", "postgresql+psycopg"), tmp_path)
    with moved.app_context():
        assert audit_guards.missing(db.session()) == []
        names = set(db.session.scalars(text("SELECT email FROM reporter")))
        assert {talks.editor_email, talks.reporter_email} <= names
        assert db.session.scalar(text("SELECT count(*) FROM \"update\" WHERE state = 'draft'")) == 1
        assert db.session.scalar(text("SELECT count(*) FROM api_key")) == 1
        db.session.rollback()
        assert kept in moved.test_client().get("/live/talks").text
        talks.publish("Written after the move.")  # ids go on after the copied ones
    assert flask(moved, "log", "check").exit_code == 0
    let_go(moved)

    back = tmp_path / "back.sqlite"
    done = flask(moved, "move", f"sqlite:///{back}")
    assert done.exit_code == 0, done.output
    again = make_app(f"sqlite:///{back}", tmp_path)
    with again.app_context():
        assert audit_guards.missing(db.session()) == []
        assert "Written after the move." in again.test_client().get("/live/talks").text
        found = again.test_client().get("/live/talks/search?q=written").text
        assert "<mark>Written</mark> after the move." in found


def test_a_copy_with_another_row_is_refused(app: Flask, talks: SampleVisit, empty: str) -> None:
    talks.publish("The delegations have met.")
    let_go(app)
    assert flask(app, "move", empty).exit_code == 0
    with move.opened(empty.replace("postgresql", "postgresql+psycopg")) as target:
        with target.begin() as connection:
            connection.execute(text("UPDATE visit SET title = 'Another'"))
        with app.app_context(), pytest.raises(BackupError, match="visit 1 differs"):
            move.prove(db.engine, target)
        with target.begin() as connection:
            connection.execute(text('DELETE FROM "event"'))
        with app.app_context(), pytest.raises(BackupError, match="event 1 differs"):
            move.prove(db.engine, target)
    let_go(app)


def test_what_cannot_be_moved_changes_nothing(
    app: Flask, talks: SampleVisit, empty: str, sqlite_url: str, tmp_path: Path
) -> None:
    url = str(app.config["SETTINGS"].database_url)
    let_go(app)
    refused(flask(app, "move", "mysql://x"), "must begin with sqlite:/// or postgresql://")
    refused(flask(app, "move", f"sqlite:///{tmp_path}/none/x.sqlite"), "There is no folder")
    refused(flask(app, "move", url), "Name another one")
    change(taken := tmp_path / "taken.sqlite", "CREATE TABLE theirs (id INTEGER)")
    refused(flask(app, "move", f"sqlite:///{taken}"), "other tables in that file")
    assert taken.exists()
    other = create_engine(url)
    with other.connect() as connection:
        connection.execute(text("SELECT count(*) FROM visit"))
        refused(flask(app, "move", empty), "is in use")
    other.dispose()
    with move.opened(empty.replace("postgresql", "postgresql+psycopg")) as target, target.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
