"""Lets what the desk sends go before what strangers ask for."""

from __future__ import annotations

from flask import Flask, g, request
from flask_login import current_user

from blog import cold_lane


def init_app(app: Flask) -> None:
    """From the check of who it is to the end of a post no expensive page begins."""

    @app.before_request
    def begin() -> None:
        if request.method == "POST" and request.path.startswith("/desk/") and current_user.is_authenticated:
            g.post = object()
            cold_lane.expect(g.post)

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if "post" in g:
            cold_lane.done(g.post)
