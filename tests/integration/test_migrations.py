"""Migrating from nothing makes exactly the tables that the models describe, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from blog import create_app
from blog.database import Base
from blog.extensions import db
from tests.conftest import settings_for
from tests.servers.postgres import fresh_database
from tests.talks import Talks


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database in which there is nothing, not even a table."""
    if request.param == "sqlite":
        yield from _app(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield from _app(url, tmp_path)


def test_migrating_from_nothing_equals_the_models(app: Flask) -> None:
    assert _tables() == set()
    upgrade()
    assert _tables() == set(Base.metadata.tables)
    assert _differences(app) == []


def test_the_comparison_sees_a_difference(app: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE topic ADD COLUMN forgotten VARCHAR(10)")
    assert "forgotten" in str(_differences(app))


def test_every_migration_can_be_taken_back_and_made_again(app: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert _tables() == set()
    upgrade()
    assert _differences(app) == []
    assert Talks.open().publish("The delegations have met.")


def _app(url: str, folder: Path) -> Iterator[Flask]:
    made = create_app(settings_for(url, folder))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _differences(app: Flask) -> list[object]:
    with db.engine.connect() as connection:
        options = app.extensions["migrate"].configure_args
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))
