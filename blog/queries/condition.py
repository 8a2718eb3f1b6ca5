"""The condition of the database, for `flask check`: what server it is, and what its clock and settings say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, text

from blog import database
from blog.extensions import db
from blog.models import Event


@dataclass(frozen=True)
class Condition:
    """`clock` is how many seconds the server's clock is ahead of ours, and `newest` when the last event happened.

    `settings` are PostgreSQL's, and empty for SQLite.
    """

    version: str
    clock: float
    newest: datetime | None
    settings: dict[str, str]
    has_trigrams: bool


_SETTINGS = ("synchronous_commit", "max_connections", "server_version_num")
_TRIGRAMS = "SELECT count(*) FROM pg_indexes WHERE indexname = 'ix_update_words'"
# What decides which characters are letters; ICU and PostgreSQL's own provider know those of all scripts.
_LC_CTYPE = """
    SELECT CASE WHEN to_jsonb(d)->>'datlocprovider' IN ('b', 'i') THEN '' ELSE datctype END
    FROM pg_database d WHERE datname = current_database()
"""


def versions() -> set[str]:
    """The migrations that the database is at; none for a new one."""
    return database.versions_of(db.engine)


def condition() -> Condition:
    """Reads it from a database that is up to date."""
    newest = db.session.scalar(select(func.max(Event.at)))
    if db.engine.dialect.name == "sqlite":
        version = db.session.scalar(text("SELECT sqlite_version()"))
        return Condition(f"SQLite {version}", 0.0, newest, {}, True)
    settings = {name: str(db.session.scalar(text(f"SHOW {name}"))) for name in _SETTINGS}
    settings["lc_ctype"] = str(db.session.scalar(text(_LC_CTYPE)))
    theirs = db.session.scalars(text("SELECT clock_timestamp()")).one()
    clock = (theirs - datetime.now(UTC)).total_seconds()
    version = str(db.session.scalar(text("SHOW server_version"))).split()[0]
    return Condition(f"PostgreSQL {version}", clock, newest, settings, bool(db.session.scalar(text(_TRIGRAMS))))
