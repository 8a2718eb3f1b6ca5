"""Bringing the database up to date, before anything reads or writes it."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import DatabaseError

from blog import database
from blog.extensions import db
from blog.outage import reason


class NewerDatabase(Exception):
    """A newer Dateline has changed this database; the message says what to do."""


def bring_up_to_date(app: Flask) -> None:
    """Runs the migrations that this database has not seen yet. Raises NewerDatabase when it has seen others."""
    with app.app_context():
        if not _is_up_to_date(app):
            upgrade()
        with db.engine.begin() as connection:
            database.count_rows(connection)
        db.session.remove()


def start(app: Flask) -> str:
    """The same for a server that begins: the sentence that says why it cannot, or nothing."""
    try:
        bring_up_to_date(app)
    except NewerDatabase as error:
        return str(error)
    except DatabaseError as error:
        return no_answer(error)
    return ""


def no_answer(error: DatabaseError) -> str:
    """What to tell the person who runs it."""
    return f"The database does not answer ({reason(error)}). Check DATABASE_URL."


def _is_up_to_date(app: Flask) -> bool:
    directory = ScriptDirectory(app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        current = set(MigrationContext.configure(connection).get_current_heads())
    if unknown := current - {script.revision for script in directory.walk_revisions()}:
        raise NewerDatabase(
            f"This database belongs to a newer Dateline (version {', '.join(sorted(unknown))}). Install that one "
            "again, or restore a copy of the database from before it. Check DATABASE_URL."
        )
    return current == set(directory.get_heads())
