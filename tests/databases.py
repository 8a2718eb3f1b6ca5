"""The databases of the tests: created and migrated once, and copied for each test that needs its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from blog import create_app
from blog.cli.database import migrate_database
from blog.extensions import db
from blog.settings import Settings, from_environment
from tests.made_once import made_once
from tests.servers.postgres import fresh_database, postgres_server
from tests.servers.redis import redis_server

DATABASE, MEDIA = "dateline.sqlite", "media"
# The address of a database, and the settings of its bell.
Footing = AbstractContextManager[tuple[str, dict[str, str]]]


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database on a real PostgreSQL, migrated once."""
    with postgres_server() as server, fresh_database(server.url) as url:
        prepare(url, tmp_path_factory.mktemp("postgres"))
        yield url


@pytest.fixture(scope="session")
def sqlite_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file, migrated once; each test gets a copy."""

    def make(folder: Path) -> None:
        prepare(f"sqlite:///{folder / DATABASE}", folder)

    return made_once(tmp_path_factory, "master", make) / DATABASE


@pytest.fixture(scope="session")
def demo_master(sqlite_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the demonstration: a SQLite file, the key that signs it, and its pictures in `media`."""

    def make(folder: Path) -> None:
        shutil.copy(sqlite_master, folder / DATABASE)
        app = create_app(settings_for(f"sqlite:///{folder / DATABASE}", folder, SECRET_KEY=""))
        done = app.test_cli_runner().invoke(args=["demo", "load"])
        assert done.exit_code == 0, done.output
        with app.app_context():
            db.engine.dispose()

    return made_once(tmp_path_factory, "demonstration", make)


@pytest.fixture
def sqlite_url(sqlite_master: Path, tmp_path: Path) -> str:
    copy = tmp_path / DATABASE
    shutil.copy(sqlite_master, copy)
    return f"sqlite:///{copy}"


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis."""
    with redis_server() as server:
        yield server.url


@pytest.fixture(scope="session")
def footing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Footing]:
    """Creates the footing of a server: a new, migrated database and, with PostgreSQL, a Redis."""

    @contextmanager
    def make(name: str) -> Iterator[tuple[str, dict[str, str]]]:
        if name == "sqlite":
            path = tmp_path_factory.mktemp("footing") / DATABASE
            shutil.copy(request.getfixturevalue("sqlite_master"), path)
            yield f"sqlite:///{path}", {}
            return
        with fresh_database(request.getfixturevalue("postgres_url")) as url, redis_server() as redis:
            prepare(url, tmp_path_factory.mktemp("footing"))
            yield url, {"REDIS_URL": redis.url}

    return make


def prepare(url: str, instance: Path) -> None:
    """Runs the migrations, and closes the connections so that the database can be copied."""
    app = create_app(settings_for(url, instance))
    migrate_database(app)
    with app.app_context():
        db.engine.dispose()


def settings_for(database_url: str, instance: Path, **environ: str) -> Settings:
    """The settings of a test; `environ` overrides them."""
    usual = {
        "DATELINE_ENV": "test",
        "DATABASE_URL": database_url,
        "INSTANCE_DIR": str(instance),
        "SECRET_KEY": "a key that is known to everyone who reads this",
    }
    return from_environment({**usual, **environ})
