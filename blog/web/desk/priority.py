"""Lets what the desk sends go before what strangers ask for, at the desk's door as everywhere."""

from __future__ import annotations

from flask import Flask, g, request, session
from flask_login import current_user

from blog import cold_lane
from blog.cold_lane import Queue
from blog.web.desk.sessions import is_desk


def init_app(app: Flask) -> None:
    """From the check of who it is to the end of a post no expensive page begins; strangers come in one by one."""

    @app.before_request
    def begin() -> None:
        if not is_desk(request.path):
            return
        if not current_user.is_authenticated:
            _come_in()
        elif request.method == "POST":
            g.post = object()
            cold_lane.expect(g.post)

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if "post" in g:
            cold_lane.done(g.post)


def _come_in() -> None:
    """Waits until it is this stranger's turn, and gives the turn back: what follows may wait for a password's hash.

    A device on which somebody has signed in before need not wait behind them.
    """
    if "account" not in session:
        with cold_lane.turn(Queue.SIGN_IN):
            pass
