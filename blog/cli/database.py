"""Bringing the database up to date, before anything reads or writes it."""

from __future__ import annotations

import logging
from pathlib import Path

import alembic.command
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import DatabaseError, OperationalError

from blog import database
from blog.backup.file import clear_leftovers
from blog.cli import address
from blog.extensions import db
from blog.newsroom.storage import diagnose
from blog.outage import reason

# Who tries Dateline out needs no advice about open files.
ENOUGH_ON_A_LAPTOP = 1_000

logger = logging.getLogger(__name__)


class NewerDatabase(Exception):
    """A newer Dateline has changed this database, in the steps `versions`; the message says what to do."""

    def __init__(self, versions: str) -> None:
        super().__init__(
            f"This database belongs to a newer Dateline (version {versions}). Install that one again, or restore a "
            "copy of the database from before it. Check DATABASE_URL."
        )
        self.versions = versions


def bring_up_to_date(app: Flask) -> None:
    """Runs the migrations that this database has not seen yet. Raises NewerDatabase when it has seen others."""
    with app.app_context():
        if not _is_up_to_date(app, database.versions_of(db.engine)):
            upgrade()
        db.session.remove()


def bring_file_up_to_date(app: Flask, path: Path) -> None:
    """The same for a SQLite file that is not the app's database. Raises NewerDatabase as well."""
    engine = database.engine_of(path)
    try:
        with app.app_context():
            if not _is_up_to_date(app, database.versions_of(engine)):
                config = app.extensions["migrate"].migrate.get_config()
                config.attributes["engine"] = engine
                alembic.command.upgrade(config, "heads")
    finally:
        engine.dispose()


class Away(Exception):
    """The database cannot be asked at the moment; the message says why, and what to check."""


def prepare(app: Flask) -> str:
    """The same for a server that begins: the sentence that says why it never can, or nothing. Raises Away."""
    try:
        bring_up_to_date(app)
        _tidy(app)
    except NewerDatabase as error:
        return str(error)
    except OperationalError as error:
        raise Away(no_answer(error)) from error
    except DatabaseError as error:
        return no_answer(error)
    return ""


def start(app: Flask) -> str:
    """As `prepare`, with what else the person who runs it should know."""
    try:
        complaint = prepare(app)
    except Away:
        _say_what_is_doubtful(app)
        raise
    if not complaint:
        _say_what_is_doubtful(app)
    return complaint


def _say_what_is_doubtful(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    if settings.in_production and settings.public_url_is_guessed:
        logger.warning("PUBLIC_URL is not set: links in feeds, embeds and cards lead to %s", settings.public_url)
    address.note(settings)
    places = app.extensions["wire"].max_readers
    if places < (settings.max_readers if settings.in_production else ENOUGH_ON_A_LAPTOP):
        logger.warning(
            "MAX_READERS is %d here, not %d, because a process may open few files; the other readers poll. Raise its "
            "limit: `ulimit -n`, or LimitNOFILE in a unit of systemd",
            places,
            settings.max_readers,
        )


def _tidy(app: Flask) -> None:
    """What a database wants before it is served."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            clear_leftovers(Path(db.engine.url.database or "").resolve())
        with database.writer(db.engine).begin() as connection:
            database.count_rows(connection)


def no_answer(error: DatabaseError) -> str:
    """What to tell the person who runs it."""
    if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return "Another process is writing to the database. Try again when it is done."
    if complaint := diagnose(error)[0]:
        return f"Nothing was changed: {complaint} ({reason(error)})."
    return f"The database does not answer ({reason(error)}). Check DATABASE_URL."


def _is_up_to_date(app: Flask, current: set[str]) -> bool:
    directory = ScriptDirectory(app.extensions["migrate"].directory)
    if unknown := current - {script.revision for script in directory.walk_revisions()}:
        raise NewerDatabase(", ".join(sorted(unknown)))
    return current == set(directory.get_heads())
