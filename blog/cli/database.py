"""Bringing the database up to date, before anything reads or writes it."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade

from blog import database
from blog.extensions import db


def bring_up_to_date(app: Flask) -> None:
    """Runs the migrations that this database has not seen yet."""
    with app.app_context():
        if not _is_up_to_date(app):
            upgrade()
        with db.engine.begin() as connection:
            database.count_rows(connection)
        db.session.remove()


def _is_up_to_date(app: Flask) -> bool:
    newest = set(ScriptDirectory(app.extensions["migrate"].directory).get_heads())
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == newest
