"""Bringing the database up to date, before anything reads or writes it."""

from __future__ import annotations

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import DatabaseError

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


def start(app: Flask) -> int:
    """The same for a server that begins: a database that does not answer becomes one line and exit status 1."""
    try:
        bring_up_to_date(app)
    except DatabaseError as error:
        click.echo(f"dateline: {no_answer(error)}", err=True)
        return 1
    return 0


def no_answer(error: DatabaseError) -> str:
    """What to tell the person who runs it."""
    reason = str(error.orig).strip().splitlines()[0]
    return f"The database does not answer ({reason}). Check DATABASE_URL."


def _is_up_to_date(app: Flask) -> bool:
    newest = set(ScriptDirectory(app.extensions["migrate"].directory).get_heads())
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == newest
