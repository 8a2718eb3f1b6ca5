"""Apps that many tests share, one for each footing: reset between two tests instead of made anew."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from abc import ABC, abstractmethod
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
from blog.newsroom import erasure, refusals, storage
from blog.wire.redis_bell import CHANNEL, RedisBell
from blog.wire.streams import Ring
from tests import postgres_snapshot
from tests.checkpoint import Checkpoint

DATABASE = "dateline.sqlite"

SIGNALS = [thing for thing in vars(extensions).values() if isinstance(thing, Signal)]
# Shared by all apps of a process; they remember the app that was created last.
EXTENSIONS = [getattr(extensions, name) for name in ("csrf", "accounts", "limiter", "sock", "migrate")]


class Visitor(FlaskClient):
    """A client whose requests see neither the test's app context nor who else is signed in."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(super().open, *args, **kwargs)


class SharedApp(ABC):
    """An app with a database and an instance folder of its own, made when a test first asks for it.

    Between two tests its rows, its files and all that its objects remember are reset. If that is impossible because
    something still runs in it, the next test gets a new app.
    """

    def __init__(self, make: Callable[[str, Path], Flask], folder: Path) -> None:
        self._make, self._folder = make, folder
        self._app: Flask | None = None
        self._made = 0

    @property
    @abstractmethod
    def url(self) -> str:
        """The address of its database."""

    @abstractmethod
    def empty(self) -> str:
        """Deletes every row from the database; returns its address."""

    @abstractmethod
    def _end_threads(self, app: Flask) -> None:
        """Ends the threads that the app itself started, so that the next test need not have a new app."""

    @property
    def _instance(self) -> Path:
        folder = self._folder / str(self._made)
        folder.mkdir(exist_ok=True)
        return folder

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
            self._end_threads(app)
            if _still_runs(before) or _endpoints(app) != self._endpoints:
                self.retire()

    def retire(self) -> None:
        """Closes the app, if there is one; whatever still runs keeps its database."""
        if self._app:
            close(self._app)
            self._app = None
            self._made += 1

    def _new(self) -> Flask:
        before = _listening()
        app = self._app = self._make(self.url, self._instance)
        self._receivers = [pair for pair in _listening() if pair not in before]
        self._endpoints = _endpoints(app)
        self._checkpoint = Checkpoint(app, *app.extensions.values(), app.wsgi_app, *map(vars, EXTENSIONS))
        return app

    def _kept(self) -> Flask:
        """The app in the state in which it was created, whatever was done since, in it or in another."""
        assert self._app
        self._checkpoint.restore()
        for left in self._instance.iterdir():
            if not left.name.startswith(DATABASE):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        return self._app


class SharedOnSQLite(SharedApp):
    """Each app has a database file in its instance folder, copied from a migrated one."""

    def __init__(self, make: Callable[[str, Path], Flask], folder: Path, master: Path) -> None:
        super().__init__(make, folder)
        self._master = master

    @property
    def url(self) -> str:
        return f"sqlite:///{self._instance / DATABASE}"

    def empty(self) -> str:
        path = self._instance / DATABASE
        if not path.exists():
            shutil.copy(self._master, path)
            return self.url
        with closing(sqlite3.connect(self._master)) as master:
            fill(path, master)
        return self.url

    def _end_threads(self, app: Flask) -> None:
        """There are none: the bell of one process needs no thread."""


class SharedOnPostgreSQL(SharedApp):
    """All apps have the same database, one after the other."""

    def __init__(self, make: Callable[[str, Path], Flask], folder: Path, url: str) -> None:
        super().__init__(make, folder)
        self._url = url

    @property
    def url(self) -> str:
        return self._url

    def empty(self) -> str:
        postgres_snapshot.empty(self._url)
        return self._url

    def _end_threads(self, app: Flask) -> None:
        bell = app.extensions["wire"].bell
        assert isinstance(bell, RedisBell)
        bell.stop()
        for thread in bell._threads.values():
            while thread.is_alive():  # the subscriber ends with the next message after it has subscribed
                bell._redis.publish(CHANNEL, str(Ring(0)))
                thread.join(0.01)
        bell._over.clear()


def forget() -> None:
    """Resets what the newsroom remembers of each database, such as that its disk is full."""
    for module in (storage, erasure, refusals):
        module._known.clear()


def fill(path: Path, rows: sqlite3.Connection) -> None:
    """Copies one SQLite database over another, which may be open."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA synchronous=OFF")
        rows.backup(file)


def close(app: Flask) -> None:
    """Closes the sockets and the database connections."""
    app.extensions["wire"].close()
    with app.app_context():
        db.engine.dispose()


def _still_runs(before: set[threading.Thread]) -> bool:
    """Whether a test left a thread running; the limiter's clean-up timer comes and goes by itself."""
    return any(not isinstance(thread, threading.Timer) for thread in set(threading.enumerate()) - before)


def _listening() -> list[tuple[Signal, Callable[..., Any]]]:
    return [(signal, receiver) for signal in SIGNALS for receiver in signal.receivers_for(ANY)]


def _endpoints(app: Flask) -> list[str]:
    return [rule.endpoint for rule in app.url_map.iter_rules()]
