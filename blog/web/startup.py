"""Answers 503 until the database can be reached and is up to date."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable

# Endpoints that need no database; /readyz answers 503 by itself.
ALWAYS_OPEN = {"health.alive", "health.ready", "health.prometheus", "static.file"}


@dataclass
class Startup:
    """Whether this process still waits for its database."""

    waits: bool = False


def init_app(app: Flask) -> None:
    """Registers the check before all other hooks, which may query the database."""
    app.extensions["startup"] = Startup()

    @app.before_request
    def refuse() -> None:
        if is_waiting() and request.endpoint not in ALWAYS_OPEN:
            raise ServiceUnavailable


def is_waiting() -> bool:
    """Whether this app still waits for its database."""
    startup: Startup = current_app.extensions["startup"]
    return startup.waits
