"""Migrates the database before anything else uses it, and explains why it cannot be used."""

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
from blog.extensions import db
from blog.newsroom.storage import diagnose
from blog.outage import is_refusal, reason
from blog.translation import _

# Below production, only warn about open files when even a demonstration could run out of them.
DEVELOPMENT_READERS = 1_000
INSUFFICIENT_PRIVILEGE = "42501"  # PostgreSQL's code

logger = logging.getLogger(__name__)


class NewerDatabase(Exception):
    """The database has migrations, named in `versions`, that this Dateline does not know."""

    def __init__(self, versions: str) -> None:
        super().__init__(
            _(
                "This database belongs to a newer Dateline (version %(versions)s). Install that version again, or "
                "restore a backup from before the upgrade. Check DATABASE_URL.",
                versions=versions,
            )
        )
        self.versions = versions


def migrate_database(app: Flask) -> None:
    """Runs the outstanding migrations. Raises NewerDatabase when the database has unknown ones."""
    with app.app_context():
        if not is_up_to_date(app, database.versions_of(db.engine)):
            upgrade()
        db.session.remove()


def migrate_file(app: Flask, path: Path) -> None:
    """Runs the outstanding migrations on a SQLite file other than the app's database. Raises NewerDatabase."""
    engine = database.engine_of(path)
    try:
        migrate_engine(app, engine)
    finally:
        engine.dispose()


def migrate_engine(app: Flask, engine: database.Engine) -> None:
    """Runs the outstanding migrations on another database than the app's. Raises NewerDatabase."""
    with app.app_context():
        if not is_up_to_date(app, database.versions_of(engine)):
            config = app.extensions["migrate"].migrate.get_config()
            config.attributes["engine"] = engine
            alembic.command.upgrade(config, "heads")


class DatabaseUnavailable(Exception):
    """The database does not answer at the moment; the message says why, and what to check."""


def prepare(app: Flask) -> str:
    """Migrates and tidies the database for a server. Returns why it can never start, or an empty string.

    Raises DatabaseUnavailable when a later attempt may succeed.
    """
    try:
        migrate_database(app)
        _tidy(app)
    except NewerDatabase as error:
        return str(error)
    except DatabaseError as error:
        if is_refusal(error):
            return _refused(error)
        if isinstance(error, OperationalError):
            raise DatabaseUnavailable(explain(error)) from error
        return explain(error)
    return ""


def _refused(error: DatabaseError) -> str:
    """Why the database did not let a migration through."""
    why = reason(error)
    if getattr(error.orig, "sqlstate", "") == INSUFFICIENT_PRIVILEGE:
        return _("The account of DATABASE_URL may not change the database (%(why)s). Make it the owner.", why=why)
    return _(
        "The database migration failed (%(why)s). The database is unchanged: start the previous version again, and "
        "report this line.",
        why=why,
    )


def start(app: Flask) -> str:
    """As `prepare`; also logs warnings about doubtful settings."""
    try:
        problem = prepare(app)
    except DatabaseUnavailable:
        _warn(app)
        raise
    if not problem:
        _warn(app)
    return problem


def _warn(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    if settings.in_production and settings.public_url_is_guessed:
        logger.warning("PUBLIC_URL is not set: links in feeds, embeds and cards lead to %s", settings.public_url)
    if settings.in_production and settings.serves_tls and not settings.trusted_proxies:
        logger.warning(
            "TRUSTED_PROXIES is 0, but PUBLIC_URL begins with https://: behind a proxy all clients count as one. Set "
            "it to the number of proxies, and run `flask check`"
        )
    places = app.extensions["wire"].max_readers
    if places < (settings.max_readers if settings.in_production else DEVELOPMENT_READERS):
        logger.warning(
            "MAX_READERS is %d instead of %d, because of the limit on open files; further readers poll. Raise the "
            "limit with `ulimit -n`, or LimitNOFILE in a systemd unit",
            places,
            settings.max_readers,
        )


def _tidy(app: Flask) -> None:
    """Removes files that killed processes left behind, and updates SQLite's statistics."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            clear_leftovers(Path(db.engine.url.database or "").resolve())
        with database.writer(db.engine).begin() as connection:
            database.count_rows(connection)


def explain(error: DatabaseError) -> str:
    """One line for the operator about an error of the database."""
    if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return _("Another process is writing to the database. Try again when it has finished.")
    if problem := diagnose(error)[0]:
        return _("Nothing was changed: %(problem)s (%(reason)s).", problem=problem, reason=reason(error))
    if is_refusal(error):
        return _("The database refused a statement (%(reason)s). Report this line.", reason=reason(error))
    return _("The database does not answer (%(reason)s). Check DATABASE_URL.", reason=reason(error))


def is_up_to_date(app: Flask, current: set[str]) -> bool:
    """Whether a database with these revisions has all migrations. Raises NewerDatabase when it has unknown ones."""
    directory = ScriptDirectory(app.extensions["migrate"].directory)
    if unknown := current - {script.revision for script in directory.walk_revisions()}:
        raise NewerDatabase(", ".join(sorted(unknown)))
    return current == set(directory.get_heads())
