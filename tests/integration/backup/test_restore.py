"""`flask restore`: what it refuses, what it makes of a copy, and what is left of the database before it."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

import alembic.command
import pytest
from flask import Flask
from sqlalchemy import create_engine

from blog.backup import restore
from blog.backup.file import clear_leftovers
from blog.cli.database import start
from blog.extensions import db
from blog.models import Door
from blog.models.audit import ACCOUNTS
from blog.settings import ROOT
from blog.wire import log
from tests.breadth import BREADTH, breadth
from tests.database_files import change, damage, flask, leftovers, let_go, refused, same, shown_updates
from tests.desk import Desk
from tests.integration.test_audit import entries
from tests.sample_visit import SampleVisit
from tests.terminal import FLASK, environment


def test_what_is_no_copy_of_dateline_changes_nothing(
    app: Flask, talks: SampleVisit, database: Path, copy: Path, tmp_path: Path
) -> None:
    talks.publish("The delegations have met.")
    assert flask(app, "backup", copy).exit_code == 0
    let_go(app)
    damaged, newer, letter, other = (tmp_path / name for name in ("damaged", "newer", "letter", "other"))
    damage(Path(shutil.copy(copy, damaged)))
    change(Path(shutil.copy(copy, newer)), "UPDATE alembic_version SET version_num = '9999'")
    change(other, "CREATE TABLE alembic_version (version_num TEXT)")
    letter.write_text("A letter. " * 100)
    before = database.read_bytes()
    for file, words in (
        (tmp_path / "none", "does not exist"),
        (letter, "is not a Dateline database"),
        (other, "is not a Dateline database"),
        (damaged, "is damaged"),
        (newer, "is from a newer Dateline (version 9999)"),
        (database, "is the database itself"),
    ):
        refused(flask(app, "restore", "--yes", file), str(file), words)
    refused(flask(app, "restore", copy), "--yes")
    assert flask(app, "restore").exit_code == 2
    assert same(database, before)
    assert not leftovers(tmp_path)
    assert not list(tmp_path.glob("dateline-until-*"))


@pytest.mark.parametrize(
    ("typed", "status"), [("n", 1), pytest.param("y", 0, marks=BREADTH), pytest.param("", 1, marks=BREADTH)]
)
def test_at_a_terminal_the_answer_decides(
    app: Flask, talks: SampleVisit, database_url: str, copy: Path, tmp_path: Path, typed: str, status: int
) -> None:
    assert flask(app, "backup", copy).exit_code == 0
    talks.publish("Later.")
    let_go(app)
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\n".encode())
    env = environment(tmp_path, DATABASE_URL=database_url)
    done = subprocess.run(
        [*FLASK, "restore", str(copy)], cwd=ROOT, env=env, stdin=theirs, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == status, done
    assert "1 visit, 1 update, up to" in done.stdout + done.stderr
    assert shown_updates(app) == (1 if status else 0)


@pytest.mark.parametrize("by", [signal.SIGKILL, *breadth(signal.SIGTERM, signal.SIGHUP)])
def test_one_that_is_killed_in_the_middle_leaves_no_copy_for_the_next_who_comes(
    app: Flask, talks: SampleVisit, database_url: str, database: Path, copy: Path, tmp_path: Path, by: signal.Signals
) -> None:
    assert flask(app, "backup", copy).exit_code == 0
    let_go(app)
    _, theirs = pty.openpty()
    env = environment(tmp_path, DATABASE_URL=database_url)
    restore = [*FLASK, "restore", str(copy)]
    with subprocess.Popen(restore, cwd=ROOT, env=env, stdin=theirs, stderr=subprocess.PIPE) as killed:
        assert killed.stderr
        assert killed.stderr.read(7) == b"Replace", "it does not ask, and so never stands in the middle"
        assert leftovers(tmp_path)
        clear_leftovers(database)
        assert leftovers(tmp_path), "what is in use was taken away"
        while killed.poll() is None:  # a signal that comes just before it reads the answer is heard with the next one
            killed.send_signal(by)
            with suppress(subprocess.TimeoutExpired):
                killed.wait(5)
    assert killed.returncode
    assert bool(leftovers(tmp_path)) is (by is signal.SIGKILL)
    assert start(app) == ""
    assert not leftovers(tmp_path)
    assert shown_updates(app) == 0


def test_an_older_copy_is_brought_up_to_date_and_its_log_is_whole(
    app: Flask, talks: SampleVisit, database: Path, copy: Path
) -> None:
    talks.publish("The delegations have met.")
    epoch = str(log.head(talks.visit_id)).partition(":")[0]
    db.session.remove()
    assert flask(app, "backup", copy).exit_code == 0
    _take_back(app, copy, "0004")
    let_go(app)
    database.unlink()
    Path(f"{database}-journal").write_bytes(b"of what is gone")
    restored = flask(app, "restore", copy)
    assert restored.exit_code == 0, restored
    assert not Path(f"{database}-journal").exists()
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    checked = flask(app, "log", "check")
    assert checked.exit_code == 0, checked
    assert [(entry.act, entry.door) for entry in entries(ACCOUNTS)] == [("restore_backup", Door.COMMAND)]
    head = log.head(talks.visit_id)
    assert head
    assert head.epoch != epoch
    assert "The delegations have met." in app.test_client().get("/live/talks").text


def test_a_session_that_was_ended_does_not_come_back_with_an_older_copy(
    app: Flask, talks: SampleVisit, database: Path, copy: Path
) -> None:
    ended, other = (Desk.of(app).sign_in(talks.editor_email) for _ in range(2))
    robbed, admin = Desk.of(app).sign_in(talks.reporter_email), Desk.of(app).sign_in(talks.admin_email)
    [cookie] = [cookie.value for cookie in ended.client._cookies.values() if cookie.key == "dateline_desk"]
    assert flask(app, "backup", copy).exit_code == 0
    ended.post("/desk/sign-out")
    assert flask(app, "reporter", "sign-out", talks.reporter_email).exit_code == 0
    let_go(app)
    assert flask(app, "restore", "--yes", copy).exit_code == 0
    ended.client.set_cookie("dateline_desk", cookie, path="/desk")
    assert [desk.get("/desk").status_code for desk in (ended, robbed, other, admin)] == [302, 302, 200, 200]
    let_go(app)
    database.write_bytes(b"nothing but noise " * 1000)
    assert flask(app, "restore", "--yes", copy).exit_code == 0
    assert other.get("/desk").status_code == 302, "nobody knows what was ended"


def test_a_damaged_database_is_replaced_and_kept_as_it_was(
    app: Flask, talks: SampleVisit, database: Path, copy: Path, tmp_path: Path
) -> None:
    talks.publish("The delegations have met.")
    assert flask(app, "backup", copy).exit_code == 0
    let_go(app)
    database.write_bytes(b"nothing but noise " * 1000)
    assert flask(app, "restore", "--yes", copy).exit_code == 0
    [kept] = tmp_path.glob("dateline-until-*")
    assert kept.read_bytes() == b"nothing but noise " * 1000
    assert flask(app, "log", "check").exit_code == 0


def test_a_failure_at_the_last_step_leaves_the_database_that_was_there(
    app: Flask, talks: SampleVisit, database: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flask(app, "backup", copy).exit_code == 0
    talks.publish("Later.")
    let_go(app)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(database))

    monkeypatch.setattr(restore.os, "replace", full)
    refused(flask(app, "restore", "--yes", copy), "No space left on device")
    assert shown_updates(app) == 1
    assert not leftovers(tmp_path)


def test_what_was_taken_down_since_the_copy_is_named(app: Flask, talks: SampleVisit, copy: Path) -> None:
    wrong, right = talks.publish("A false report."), talks.publish("A true one.")
    assert flask(app, "backup", copy).exit_code == 0
    talks.withdraw(wrong)
    let_go(app)
    restored = flask(app, "restore", "--yes", copy)
    assert restored.exit_code == 0, restored
    assert f"are public again. Withdraw them now: talks/{wrong}\n" in restored.stderr
    assert right not in restored.stderr


def _take_back(app: Flask, file: Path, version: str) -> None:
    """Makes a copy as an older Dateline would have: no row is lost, as foreign keys are not minded."""
    engine = create_engine(f"sqlite:///{file}")
    config = app.extensions["migrate"].migrate.get_config()
    config.attributes["engine"] = engine
    alembic.command.downgrade(config, version)
    engine.dispose()
