"""Fixtures for every test: an empty database, an app on it, a visit in it, and a signed-in editor."""

from __future__ import annotations

from tests import no_garbage  # noqa: F401 — before what it hastens

# isort: split

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from sqlite3 import Connection, connect

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from redis import Redis

from blog import create_app
from blog.extensions import db
from tests import postgres_snapshot
from tests.databases import (  # noqa: F401 — pytest finds the fixtures here, and tests the rest
    Footing,
    demo_master,
    footing,
    postgres_url,
    prepare,
    redis_url,
    settings_for,
    sqlite_master,
    sqlite_url,
)
from tests.desk import Desk
from tests.footings import FOOTINGS, leave_out, pytest_addoption  # noqa: F401 — pytest calls it
from tests.journal import Journal
from tests.made_once import made_once
from tests.memory_files import keep_in_memory
from tests.sample_visit import SampleVisit
from tests.shared_app import SharedApp, SharedOnPostgreSQL, SharedOnSQLite, Visitor, close, fill, forget
from tests.xdist_scheduling import (  # noqa: F401 — pytest calls them
    put_in_order,
    pytest_collection_finish,
    pytest_configure,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)

if "PYTEST_VERSION" in os.environ:  # the bench and other programs that use these fixtures keep their place
    keep_in_memory(os.environ)


@dataclass
class SavedVisits:
    """The sample visit as first created on each footing, and the SQLite database that holds it."""

    copy: Connection
    on_sqlite: SampleVisit | None = None
    on_postgresql: SampleVisit | None = None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out(config, items)
    put_in_order(items)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The cache of compiled templates that all apps of a run share."""
    return FileSystemBytecodeCache(str(made_once(tmp_path_factory, "templates", lambda _: None)))


@pytest.fixture(params=FOOTINGS)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once for each footing."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("shared_app").empty())
    return str(request.getfixturevalue("shared_app_on_postgresql").empty())


@pytest.fixture
def bell(request: pytest.FixtureRequest, database_url: str) -> dict[str, str]:
    """Settings of the bell and the limiter on this footing: none on SQLite, an empty Redis on PostgreSQL."""
    if database_url.startswith("sqlite"):
        return {}
    url = str(request.getfixturevalue("redis_url"))
    with Redis.from_url(url) as redis:
        redis.flushdb()
    return {"REDIS_URL": url}


@pytest.fixture(scope="session")
def shared_app(
    request: pytest.FixtureRequest,
    compiled_templates: FileSystemBytecodeCache,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SharedApp]:
    """The app on SQLite for all tests that need no other."""
    make = partial(_made, compiled_templates)
    shared = SharedOnSQLite(make, tmp_path_factory.mktemp("shared"), request.getfixturevalue("sqlite_master"))
    yield shared
    shared.retire()


@pytest.fixture(scope="session")
def shared_app_on_postgresql(
    request: pytest.FixtureRequest,
    compiled_templates: FileSystemBytecodeCache,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SharedApp]:
    """The app on PostgreSQL with Redis for all tests that need no other."""
    make = partial(_made, compiled_templates, REDIS_URL=request.getfixturevalue("redis_url"))
    shared = SharedOnPostgreSQL(make, tmp_path_factory.mktemp("shared"), request.getfixturevalue("postgres_url"))
    yield shared
    shared.retire()


@pytest.fixture
def make_app(compiled_templates: FileSystemBytecodeCache) -> Iterator[Callable[..., Flask]]:
    """Creates apps with `settings_for`, and closes them at the end."""
    apps: list[Flask] = []

    def make(database_url: str, instance: Path, **environ: str) -> Flask:
        apps.append(_made(compiled_templates, database_url, instance, **environ))
        return apps[-1]

    yield make
    for app in apps:
        close(app)


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    database_url: str,
    bell: dict[str, str],
    tmp_path: Path,
    make_app: Callable[..., Flask],
) -> Iterator[Flask]:
    """An app with an app context around the test: the shared one, or a new one for a test with a database or a bell of
    its own."""
    forget()
    shared = _shared(request, database_url, bell)
    with ExitStack() as stack:
        app = stack.enter_context(shared.lent()) if shared else make_app(database_url, tmp_path, **bell)
        stack.enter_context(app.app_context())
        stack.callback(db.session.remove)
        failed_before = request.session.testsfailed
        yield app
    if shared and request.session.testsfailed > failed_before:  # the traceback still holds connections
        shared.retire()


@pytest.fixture
def journal(app: Flask) -> Iterator[Journal]:
    """Captures what the app logs from now on."""
    lines, root = Journal(), logging.getLogger("blog")
    root.addHandler(lines)
    yield lines
    root.removeHandler(lines)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader: no cookies, no sign-in."""
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def saved_visits() -> Iterator[SavedVisits]:
    """The sample visit, created once for all tests that begin with it."""
    with closing(connect(":memory:")) as copy:
        yield SavedVisits(copy)


@pytest.fixture
def talks(app: Flask, database_url: str, saved_visits: SavedVisits) -> SampleVisit:
    """A live visit with two stops, two sides, speakers, topics, and an account of each role."""
    on_sqlite = database_url.startswith("sqlite")
    return replace(_on_sqlite(database_url, saved_visits) if on_sqlite else _on_postgresql(database_url, saved_visits))


def _on_sqlite(url: str, kept: SavedVisits) -> SampleVisit:
    path = Path(url.removeprefix("sqlite:///"))
    if kept.on_sqlite is None:
        kept.on_sqlite = SampleVisit.open()
        with closing(connect(path)) as file:
            file.backup(kept.copy)
    else:
        fill(path, kept.copy)
    return kept.on_sqlite


def _on_postgresql(url: str, kept: SavedVisits) -> SampleVisit:
    if kept.on_postgresql is None:
        kept.on_postgresql = SampleVisit.open()
        postgres_snapshot.save(url)
    else:
        postgres_snapshot.restore(url)
    return kept.on_postgresql


@pytest.fixture
def desk(app: Flask, talks: SampleVisit) -> Desk:
    """An editor who is signed in."""
    return Desk.of(app).sign_in(talks.editor_email)


def _shared(request: pytest.FixtureRequest, database_url: str, bell: dict[str, str]) -> SharedApp | None:
    """The shared app on this database and with this bell, if there is one."""
    if database_url.startswith("sqlite"):
        shared: SharedApp = request.getfixturevalue("shared_app")
        return shared if (database_url, bell) == (shared.url, {}) else None
    shared = request.getfixturevalue("shared_app_on_postgresql")
    usual_bell = {"REDIS_URL": request.getfixturevalue("redis_url")}
    return shared if (database_url, bell) == (shared.url, usual_bell) else None


def _made(templates: FileSystemBytecodeCache, url: str, instance: Path, **environ: str) -> Flask:
    app = create_app(settings_for(url, instance, **environ))
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = templates
    return app
