"""Another process holds SQLite's write lock: whoever reads is served as ever, and whoever writes waits or is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from flask import Flask

from blog import newsroom, sqlite
from blog.extensions import db
from blog.wire import log
from tests.conftest import Footing
from tests.database_files import flask, refused
from tests.desk import Desk
from tests.locks import locked
from tests.markup import parse, shown
from tests.readers import SocketReader
from tests.sample_visit import SampleVisit
from tests.serving import serving

POST = "/desk/visits/talks/updates"
# More than connections to the database are kept: those who wait must not take them from those who read.
POSTS = 20
SHORT_SECONDS = 0.2


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", SHORT_SECONDS)


def test_readers_are_served_while_posts_wait_for_the_lock_and_get_them_when_it_is_let_go(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with (
        footing("sqlite") as (url, bell),
        serving(url, tmp_path, **bell) as dateline,
        dateline.correspondent() as editor,
        ThreadPoolExecutor(POSTS) as threads,
    ):
        slug = dateline.open_visit().slug
        with SocketReader(dateline, slug) as reader:
            cursor = reader.page.cursor
            with locked(url) as let_go:
                posts = [threads.submit(editor.publish, slug, f"Post {number}.") for number in range(POSTS)]
                for path in (
                    *("/healthz", "/readyz", f"/live/{slug}", f"/live/{slug}/itinerary", "/desk/sign-in"),
                    *(f"/live/{slug}?page=1", f"/live/{slug}/feed.atom", f"/live/{slug}/search?q=post"),
                ):
                    assert dateline.get(path).status_code == 200, path
                assert dateline.get(f"/live/{slug}/since/{cursor}").status_code == 204
                assert not wait(posts, 0).done, "a post did not wait for the lock"
                let_go()
                ids = {post.result() for post in posts}
            reader.read_until(lambda it: set(it.held) == ids)


def test_a_post_that_waited_in_vain_keeps_its_text(
    app: Flask, desk: Desk, talks: SampleVisit, database_url: str, impatient: None
) -> None:
    with locked(database_url):
        answer = desk.post(POST, {"body": "A text that took an hour.", "action": "publish"})
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3")
        assert "A text that took an hour." in answer.text
    assert shown(parse(app.test_client().get("/live/talks"))) == []
    assert desk.post(POST, {"body": "A text that took an hour.", "action": "publish"}).status_code == 303


def test_whoever_waits_behind_a_writer_that_waits_is_told_as_soon(
    app: Flask, talks: SampleVisit, database_url: str, impatient: None
) -> None:
    desks = [Desk.of(app).sign_in(talks.editor_email) for _ in range(6)]
    with locked(database_url), ThreadPoolExecutor(6) as threads:
        posts = [threads.submit(desk.publish, "talks", "Words.") for desk in desks]
        done, late = wait(posts, SHORT_SECONDS * 20)
        assert not late
        assert [post.result().status_code for post in done] == [503] * 6


def test_a_page_of_the_desk_does_not_wait_to_note_that_somebody_is_there(
    app: Flask, desk: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE desk_session SET used_at = datetime('now', '-10 minutes')")
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 60)
    with locked(database_url), ThreadPoolExecutor(1) as thread:
        assert thread.submit(desk.get, "/desk").result(20).status_code == 200


def test_every_kind_of_change_is_told_and_none_is_half_done(
    app: Flask, talks: SampleVisit, database_url: str, impatient: None
) -> None:
    public_id = talks.publish()
    desk = Desk.of(app).sign_in(talks.admin_email)
    head = log.head(talks.visit_id)
    with locked(database_url):
        for path, form in (
            (POST, {"body": "A draft.", "action": "draft"}),
            (f"{POST}/{public_id}", {"body": "More.", "version": "1", "change": "update"}),
            (f"{POST}/{public_id}/withdraw", {"note": "It was wrong."}),
            (f"{POST}/{public_id}/pin", {}),
            (f"{POST}/{public_id}/purge", {"note": "By order."}),
            ("/desk/visits/talks/banner", {"text": "News.", "level": "breaking"}),
            ("/desk/visits/talks/status", {"status": "paused"}),
        ):
            assert desk.post(path, form).status_code == 503, path
    db.session.rollback()
    assert log.head(talks.visit_id) == head


def test_what_is_due_is_done_once_the_lock_is_let_go(
    app: Flask, talks: SampleVisit, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 60)
    with ThreadPoolExecutor(1) as thread, locked(database_url) as let_go:
        clearing = thread.submit(_set_banner, app, talks)
        assert not wait([clearing], SHORT_SECONDS).done
        let_go()
        clearing.result()
    assert "Doors open" in app.test_client().get("/live/talks").text


def test_a_file_that_is_locked_whole_keeps_readers_waiting_and_not_away(
    app: Flask, talks: SampleVisit, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who puts a copy back locks the whole file for a moment, readers included."""
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection:
        connection.connection.execute("PRAGMA journal_mode=DELETE")  # type: ignore[attr-defined]
    db.engine.dispose()
    with ThreadPoolExecutor(1) as thread, locked(database_url, "EXCLUSIVE") as let_go:
        page = thread.submit(app.test_client().get, "/live/talks")
        assert not wait([page], SHORT_SECONDS).done
        let_go()
        assert page.result().status_code == 200


def test_a_command_waits_and_then_says_who_is_in_the_way(
    app: Flask, talks: SampleVisit, database_url: str, impatient: None
) -> None:
    with locked(database_url):
        refused(flask(app, "post", "talks", "Words."), "Another process is writing")
    assert flask(app, "post", "talks", "Words.").exit_code == 0


def _set_banner(app: Flask, talks: SampleVisit) -> None:
    with app.app_context():
        newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "Doors open.", level="note")
        db.session.remove()
