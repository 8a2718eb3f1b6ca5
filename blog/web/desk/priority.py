"""Gives posts of the desk priority over expensive pages, and lets requests without a sign-in queue one by one."""

from __future__ import annotations

from flask import Flask, g, request, session
from flask_login import current_user

from blog import work_queue
from blog.web.desk.sessions import is_desk
from blog.work_queue import Queue


def init_app(app: Flask) -> None:
    """Starts no expensive page while a post of a signed-in account runs; everyone else takes turns."""

    @app.before_request
    def begin() -> None:
        if not is_desk(request.path):
            return
        if not current_user.is_authenticated:
            _wait_for_turn()
        elif request.method == "POST" and request.endpoint != "desk.add_media":  # nobody waits behind a slow upload
            g.post = object()
            work_queue.announce(g.post)

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if "post" in g:
            work_queue.finish(g.post)


def _wait_for_turn() -> None:
    """Waits for a turn and gives it back at once, since the view may wait for a password hash.

    A device on which somebody has signed in before does not wait behind strangers.
    """
    if "account" not in session:
        with work_queue.turn(Queue.SIGN_IN):
            pass
