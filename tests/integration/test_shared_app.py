"""The app that tests share keeps nothing of a test for the next one."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from flask import Flask

from blog.extensions import db
from blog.newsroom.storage import storage_of
from tests.desk import Desk
from tests.sample_visit import SampleVisit
from tests.shared_app import SharedApp, forget

PAGES = ("", "/feed.atom", "/embed", "/people", "/search?q=talks")


def test_what_a_test_leaves_in_the_app_is_gone_for_the_next(shared_app: SharedApp) -> None:
    shared_app.empty()
    with shared_app.lent() as app, app.app_context():
        address, hooks = app.config["PUBLIC_URL"], list(app.before_request_funcs[None])
        SampleVisit.open()
        client = app.test_client(use_cookies=False)
        assert all(client.get(f"/live/talks{page}").status_code == 200 for page in PAGES)
        assert [_sign_in_in_vain(Desk.of(app)) for _ in range(11)][-1] == 429
        app.config["PUBLIC_URL"] = "https://elsewhere.example.org"
        app.before_request_funcs[None].append(lambda: None)
        (Path(app.instance_path) / "left.txt").touch()

    shared_app.empty()
    with shared_app.lent() as again, again.app_context():
        assert again is app
        client = again.test_client(use_cookies=False)
        assert all(client.get(f"/live/talks{page}").status_code == 404 for page in PAGES)
        assert _sign_in_in_vain(Desk.of(again)) == 422
        assert again.config["PUBLIC_URL"] == address
        assert again.before_request_funcs[None] == hooks
        assert not (Path(again.instance_path) / "left.txt").exists()


def test_what_the_newsroom_knows_of_the_disk_is_of_one_test(app: Flask) -> None:
    storage_of(db.engine).problem = "changes cannot be saved: the disk is full"
    forget()
    assert not storage_of(db.engine).problem


def test_an_app_in_which_something_still_runs_is_not_handed_on(shared_app: SharedApp) -> None:
    over = Event()
    shared_app.empty()
    with shared_app.lent() as app:
        Thread(target=over.wait, daemon=True).start()
    with shared_app.lent() as another:
        assert another is not app
    over.set()


def _sign_in_in_vain(desk: Desk) -> int:
    desk.get("/desk/sign-in")
    return desk.post("/desk/sign-in", {"email": "nobody@example.org", "password": "not the password"}).status_code
