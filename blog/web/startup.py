"""Answers 503 until the database that a server was started for is there, and up to date."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable

# What can be said without a database; /readyz says no by itself.
ANSWERED = {"health.alive", "health.ready", "health.prometheus", "static.file"}


@dataclass
class Startup:
    """How far a process has got: whether it still `waits` for its database."""

    waits: bool = False


def init_app(app: Flask) -> None:
    """Puts the check before all other hooks, which may ask the database."""
    app.extensions["startup"] = Startup()

    @app.before_request
    def refuse() -> None:
        if is_waiting() and request.endpoint not in ANSWERED:
            raise ServiceUnavailable


def is_waiting() -> bool:
    """Whether the current app still waits for its database."""
    startup: Startup = current_app.extensions["startup"]
    return startup.waits
