"""`flask backup` beside a server that is written to; what came later is gone when the copy is put back."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

from flask import Flask

from tests.database_files import bodies, damage, flask, ids, leftovers, let_go, refused
from tests.readers import SocketReader
from tests.sample_visit import SampleVisit
from tests.serving import Correspondent, serving
from tests.terminal import FLASK, assert_one_line, run

ENOUGH_POSTS = 5
PAUSE_SECONDS = 0.2  # an account may post 60 times in a minute


def test_a_copy_is_taken_while_posts_come_in_and_putting_it_back_sends_old_pages_to_load(
    database_url: str, database: Path, copy: Path, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    with serving(database_url, tmp_path) as dateline, ThreadPoolExecutor() as threads, dateline.correspondent() as ada:
        talks, acknowledged, over = dateline.open_visit(), list[str](), Event()
        posting = threads.submit(_post, ada, talks.slug, acknowledged, over)
        try:
            _wait_for(acknowledged, ENOUGH_POSTS, posting)
            before = list(acknowledged)
            taken = run(tmp_path, *FLASK, "backup", str(copy), DATABASE_URL=database_url)
            _wait_for(acknowledged, len(acknowledged) + ENOUGH_POSTS, posting)
        finally:
            over.set()
        posting.result()
        assert (taken.returncode, taken.stderr) == (0, ""), taken
        assert taken.stdout.startswith(f"{copy}: 1 visit, ")
        held = _held_by(copy, before, acknowledged)
        restored_to = f"sqlite:///{shutil.copy(copy, tmp_path / 'c')}"
        checked = flask(make_app(restored_to, tmp_path, SECRET_KEY=""), "log", "check")
        assert checked.exit_code == 0, checked.output

        let_go(dateline.app)
        refusal = run(tmp_path, *FLASK, "restore", str(copy), "--yes", DATABASE_URL=database_url)
        assert_one_line(refusal, 1, f"{database} is in use. Stop the server")
        ada.publish(talks.slug, "The server goes on.")

        reader = SocketReader(dateline, talks.slug)
        dateline.stop()
        restored = run(tmp_path, *FLASK, "restore", str(copy), "--yes", DATABASE_URL=database_url)
        assert (restored.returncode, restored.stderr) == (0, ""), restored
        dateline.start()

        poll = dateline.get(f"/live/{talks.slug}/since/{reader.page.cursor}")
        assert (poll.status_code, poll.json()) == (410, {"reload": True})
        with reader:
            reader.read(5)
        assert reader.messages[0].get("reload") is True
        shown = SocketReader(dateline, talks.slug).held  # the first page alone, if it took long
        assert shown[::-1] == held[-len(shown) :]
        ada.publish(talks.slug, "A new history begins.")
    [kept] = tmp_path.glob("dateline-until-*.sqlite")
    assert f"The old database was saved as {kept}" in restored.stdout
    assert "The server goes on." in bodies(kept)
    assert set(ids(kept)) > set(held)
    assert not leftovers(tmp_path)


def _held_by(copy: Path, before: list[str], acknowledged: list[str]) -> list[str]:
    """The updates in a copy, which is one file for its owner alone and a moment of the history."""
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not Path(f"{copy}-wal").exists()
    held = ids(copy)
    assert set(before) <= set(held), "a post that was acknowledged before is not in the copy"
    assert held == acknowledged[: len(held)], "the copy is no moment of the history"
    assert len(held) < len(acknowledged), "nobody wrote while it was taken"
    return held


def _post(editor: Correspondent, slug: str, acknowledged: list[str], over: Event) -> None:
    while not over.wait(PAUSE_SECONDS):
        acknowledged.append(editor.publish(slug, f"Post {len(acknowledged)}."))


def _wait_for(acknowledged: list[str], number: int, posting: Future[None]) -> None:
    while len(acknowledged) < number:
        assert not wait([posting], 0.01).done, posting


def test_a_copy_does_not_replace_a_file_unless_that_is_meant(app: Flask, talks: SampleVisit, copy: Path) -> None:
    copy.write_text("A letter.")
    refused(flask(app, "backup", copy), "copy.sqlite already exists", "--force")
    assert copy.read_text() == "A letter."
    taken = flask(app, "backup", "--force", copy)
    assert taken.exit_code == 0, taken
    assert taken.stdout.startswith(f"{copy}: 1 visit, 0 updates, up to 20")
    assert flask(app, "backup").exit_code == 2


def test_a_copy_that_cannot_be_taken_says_why_and_leaves_nothing(
    app: Flask, talks: SampleVisit, database: Path, tmp_path: Path
) -> None:
    refused(flask(app, "backup", "--force", database), "is the database itself")
    refused(flask(app, "backup", "--force", tmp_path), "is a folder")
    refused(flask(app, "backup", tmp_path / "none" / "copy"), f"{tmp_path / 'none'}: No such file or directory")
    let_go(app)
    damage(database)
    refused(flask(app, "backup", tmp_path / "copy"), "is damaged")
    assert not (tmp_path / "copy").exists()
    database.unlink()
    refused(flask(app, "backup", tmp_path / "copy"), "There is no database at")
    assert not database.exists()
    assert not leftovers(tmp_path)
