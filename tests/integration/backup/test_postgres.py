"""`flask backup` and `flask restore` on PostgreSQL: destroyed and put back, with what ended since still ended."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from blog import newsroom
from blog.backup import postgres, postgres_programs
from blog.extensions import db
from blog.media.store import current_store
from blog.models import AccountAct
from blog.models.audit import ACCOUNTS
from blog.queries import audit_guards
from blog.settings import Settings
from blog.wire import heads, log
from tests.database_files import flask, let_go, refused, shown_updates
from tests.databases import prepare
from tests.integration.test_audit import entries
from tests.interrupted import assert_stopped, interrupted
from tests.sample_visit import SampleVisit
from tests.servers.postgres import client_programs, fresh_database
from tests.shown_files import add_picture, stored


@pytest.fixture
def database_url(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of its own: these tests destroy it."""
    with fresh_database(postgres_url) as url:
        prepare(url, tmp_path_factory.mktemp("own"))
        yield url


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{client_programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def talks(app: Flask) -> SampleVisit:
    return SampleVisit.open()


@pytest.fixture(autouse=True)
def _reads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server is stopped while a database is restored; this app goes on, and knows the old one for a second."""
    monkeypatch.setattr(heads, "FRESH_SECONDS", 0)


def test_a_database_that_was_destroyed_comes_back_whole(app: Flask, talks: SampleVisit, copy: Path) -> None:
    picture = add_picture(talks)
    kept = talks.publish("The delegations have met.", media=[picture])
    epoch = _head(talks).epoch
    done = flask(app, "backup", copy)
    assert done.exit_code == 0, done.output
    assert "1 visit, 1 update, up to" in done.output
    assert f"{copy}.media: 1 picture or document" in done.output
    refused(flask(app, "backup", copy), "already exists")
    talks.withdraw(kept)
    talks.publish("After the backup.")
    stamp = _sign_out()
    _let_go(app)
    settings: Settings = app.config["SETTINGS"]
    shutil.rmtree(settings.media_dir)
    refused(flask(app, "restore", copy), "--yes")
    done = flask(app, "restore", "--yes", copy)
    assert done.exit_code == 0, done.output
    assert f"Withdraw them now: talks/{kept}" in done.stderr
    assert shown_updates(app) == 1
    assert _head(talks).epoch != epoch
    assert _stamp() != stamp
    with app.app_context():
        assert audit_guards.missing(db.session()) == []
        assert entries(ACCOUNTS)[-1].act == AccountAct.RESTORE_BACKUP
    assert app.test_client().get(f"/media/{picture}/960.jpg").status_code == 200
    assert flask(app, "log", "check").exit_code == 0
    [old] = settings.instance_dir.glob("dateline-until-*.dump")
    _let_go(app)
    done = flask(app, "restore", "--yes", old)  # the way back
    assert done.exit_code == 0, done.output
    assert "After the backup." in app.test_client().get("/live/talks").text


def test_an_empty_database_is_filled(app: Flask, talks: SampleVisit, copy: Path) -> None:
    talks.publish("The delegations have met.")
    assert flask(app, "backup", copy).exit_code == 0
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    _let_go(app)
    done = flask(app, "restore", copy)
    assert done.exit_code == 0, done.output
    assert shown_updates(app) == 1


def test_what_cannot_be_restored_changes_nothing(app: Flask, talks: SampleVisit, copy: Path, tmp_path: Path) -> None:
    talks.publish("The delegations have met.")
    assert flask(app, "backup", copy).exit_code == 0
    _let_go(app)
    letter, half = tmp_path / "letter", tmp_path / "half"
    letter.write_text("A letter. " * 100)
    half.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    refused(flask(app, "restore", "--yes", tmp_path / "none"), "does not exist")
    refused(flask(app, "restore", "--yes", letter), "is not a Dateline database")
    refused(flask(app, "restore", "--yes", half))
    assert shown_updates(app) == 1
    assert not list(app.config["SETTINGS"].instance_dir.glob(".restoring-*"))


def test_tables_of_something_else_are_never_dropped(app: Flask, talks: SampleVisit, copy: Path) -> None:
    assert flask(app, "backup", copy).exit_code == 0
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text("CREATE TABLE recipe (id int)"))
    _let_go(app)
    refused(flask(app, "restore", "--yes", copy), "other tables than Dateline")
    with app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM recipe")) == 0


def test_while_a_server_has_it_open_nothing_is_restored(
    app: Flask, talks: SampleVisit, copy: Path, database_url: str
) -> None:
    assert flask(app, "backup", copy).exit_code == 0
    _let_go(app)
    other = create_engine(database_url)
    with other.connect():
        refused(flask(app, "restore", "--yes", copy), "The database is in use")
    other.dispose()


def test_without_the_programs_it_says_what_to_install(
    app: Flask, talks: SampleVisit, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    refused(flask(app, "backup", copy), "pg_dump is not on the PATH")
    assert not copy.exists()


def test_what_was_stopped_is_whole_or_not_there(app: Flask, talks: SampleVisit, copy: Path) -> None:
    picture = add_picture(talks)
    talks.publish("Kept.", media=[picture])
    assert_stopped(interrupted(app, "Database", "backup", copy), "No backup was written")
    assert not list(copy.parent.glob("*copy*"))
    assert flask(app, "backup", copy).exit_code == 0
    talks.publish("Written after the backup.")
    _let_go(app)
    done = interrupted(app, "Old database", "restore", "--yes", copy)
    assert_stopped(done, "The database is as it was")
    folder = app.config["SETTINGS"].instance_dir
    assert not [*folder.glob("dateline-until-*"), *folder.glob(".restoring-*")]
    done = interrupted(app, "Restoring", "restore", "--yes", copy)
    assert_stopped(done, "as a whole or not at all")
    assert "The old database was saved as" in done.stdout
    assert shown_updates(app) == 2
    current_store().delete(stored(picture))
    done = interrupted(app, "Pictures and documents", "restore", "--yes", copy)
    assert_stopped(done, "The database was restored, but")
    assert shown_updates(app) == 1


def test_the_programs_understand_the_whole_address(database_url: str) -> None:
    url = make_url(database_url).update_query_dict(
        {"application_name": "a backup+restore", "options": "-c statement_timeout=4321"}
    )
    said = postgres_programs.run("psql", "--tuples-only", "--no-align", "--command=SHOW application_name",
                                 "--command=SHOW statement_timeout", url=url)  # fmt: skip
    assert said.splitlines() == ["a backup+restore", "4321ms"]


def test_no_setting_is_left_that_older_servers_do_not_know(app: Flask, talks: SampleVisit, copy: Path) -> None:
    assert flask(app, "backup", copy).exit_code == 0
    script = copy.with_suffix(".sql")
    postgres_programs.run("pg_restore", f"--file={script}", str(copy))
    before = script.read_bytes().splitlines()
    postgres._drop_newer_settings(script)
    after = script.read_bytes().splitlines()
    changed = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
    assert changed == [(b"SET transaction_timeout = 0;", b"-" * 28)]


def _head(visit: SampleVisit) -> log.Cursor:
    head = log.head(visit.visit_id)
    assert head
    return head


def _stamp() -> str:
    db.session.rollback()
    return str(db.session.scalar(text("SELECT fs_uniquifier FROM reporter WHERE email = 'reporter@example.org'")))


def _sign_out() -> str:
    """Everywhere, after the backup; returns the stamp that sessions of the backup have."""
    before = _stamp()
    newsroom.reporters.sign_out("reporter@example.org")
    assert _stamp() != before
    return before


def _let_go(app: Flask) -> None:
    """As `let_go`, with the session of the test itself."""
    db.session.remove()
    let_go(app)
