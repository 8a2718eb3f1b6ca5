"""Apps for tests: one that many tests share, put back between two of them, and as many of their own as they want."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import Context
from pathlib import Path
from typing import Any

from blinker import ANY, Signal
from flask import Flask
from flask.testing import FlaskClient

from blog import extensions
from blog.extensions import db
from blog.newsroom import erasure, storage
from tests.checkpoint import Checkpoint

SIGNALS = [thing for thing in vars(extensions).values() if isinstance(thing, Signal)]
# They are one for all apps of a process, and remember the app that was made last.
EXTENSIONS = [getattr(extensions, name) for name in ("csrf", "accounts", "limiter", "sock", "migrate")]


class Visitor(FlaskClient):
    """Asks from outside, as a browser does: no request sees the test's own app context, or who else is signed in."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(super().open, *args, **kwargs)


class SharedApp:
    """An app on a SQLite database of its own, made when it is asked for first.

    What a test leaves in it is gone for the next: rows, files, and all that its objects remember. If that cannot be
    promised, since something still runs in it, the next test gets a new one.
    """

    def __init__(self, make: Callable[[str, Path], Flask], folder: Path, master: Path) -> None:
        self._make, self._folder, self._master = make, folder, master
        self._app: Flask | None = None
        self._made = 0

    @property
    def path(self) -> Path:
        return self._folder / str(self._made) / "dateline.sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def empty(self) -> str:
        """Takes every row from the database; returns its address."""
        if not self.path.exists():
            self.path.parent.mkdir(exist_ok=True)
            shutil.copy(self._master, self.path)
            return self.url
        with closing(sqlite3.connect(self._master)) as master:
            fill(self.path, master)
        return self.url

    @contextmanager
    def lent(self) -> Iterator[Flask]:
        """The app, for one test."""
        app = self._kept() if self._app else self._new()
        for signal, receiver in self._receivers:
            signal.connect(receiver)
        before = set(threading.enumerate())
        try:
            yield app
        finally:
            for signal, receiver in self._receivers:
                signal.disconnect(receiver)
            if _still_runs(before) or _endpoints(app) != self._endpoints:
                self.retire()

    def retire(self) -> None:
        """Ends the app, if there is one; its database is left to whatever may still look at it."""
        if self._app:
            close(self._app)
            self._app = None
            self._made += 1

    def _new(self) -> Flask:
        before = _listening()
        app = self._app = self._make(self.url, self.path.parent)
        self._receivers = [pair for pair in _listening() if pair not in before]
        self._endpoints = _endpoints(app)
        self._checkpoint = Checkpoint(app, *app.extensions.values(), app.wsgi_app, *map(vars, EXTENSIONS))
        return app

    def _kept(self) -> Flask:
        """The app as it was made, whatever was done since, in it or in another."""
        assert self._app
        self._checkpoint.restore()
        for left in self.path.parent.iterdir():
            if not left.name.startswith(self.path.name):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        return self._app


def forget() -> None:
    """Lets go of what the newsroom knows of each database, such as that its disk is full."""
    for module in (storage, erasure):
        module._known.clear()


def fill(path: Path, rows: sqlite3.Connection) -> None:
    """Makes the database in a file what another one is, under the eyes of whoever has it open."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA synchronous=OFF")
        rows.backup(file)


def close(app: Flask) -> None:
    """Lets go of the database, and of whoever listens."""
    app.extensions["wire"].close()
    with app.app_context():
        db.engine.dispose()


def _still_runs(before: set[threading.Thread]) -> bool:
    """Whether a test has begun something that goes on without it; the limiter's clean-up comes and goes by itself."""
    return any(not isinstance(thread, threading.Timer) for thread in set(threading.enumerate()) - before)


def _listening() -> list[tuple[Signal, Callable[..., Any]]]:
    return [(signal, receiver) for signal in SIGNALS for receiver in signal.receivers_for(ANY)]


def _endpoints(app: Flask) -> list[str]:
    return [rule.endpoint for rule in app.url_map.iter_rules()]
