"""Database engines for SQLite and PostgreSQL: settings, transactions, locking, and the declarative base."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    ExceptionContext,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy import Engine as Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, registry

from blog import sqlite

MIGRATION_LOCK = 0x44415445
_POSTGRES_SETTINGS = {
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "60s",
    # Most reads come from memory, where random access is cheap.
    "random_page_cost": "1.1",
}

# Keeps statement parameters (texts, session tokens) out of logs.
_QUIET = {"hide_parameters": True}

_writing = RLock()


class UTCDateTime(TypeDecorator[datetime]):
    """A timezone-aware datetime, stored in UTC. Raises on naive datetimes, which are always a bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Base(DeclarativeBase):
    """Base of all models. Constraints have names, so that migrations can refer to them on both databases."""

    registry = registry(metadata=_METADATA, type_annotation_map={datetime: UTCDateTime})


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table or index belongs to the models; search indexes differ by database and do not."""
    return not ((kind == "table" and (name or "").startswith("update_search")) or name == "ix_update_words")


def engine_options(url: str) -> dict[str, Any]:
    """Arguments for `create_engine`. Reads run in one snapshot, so that a page and its cursor agree."""
    if url.startswith("sqlite"):
        return _QUIET | {"connect_args": {"check_same_thread": False, "timeout": 0, "factory": sqlite.Connection}}
    return _QUIET | {
        "isolation_level": "REPEATABLE READ",
        "pool_size": 10,
        "max_overflow": 20,
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "connect_args": {
            "connect_timeout": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in _POSTGRES_SETTINGS.items()),
        },
    }


def engine_of(path: Path) -> Engine:
    """Creates an engine for a SQLite file other than the app's database. The caller disposes of it."""
    engine = create_engine(f"sqlite:///{path}", **engine_options("sqlite"))
    configure(engine)
    return engine


def versions_of(engine: Engine) -> set[str]:
    """The migration revisions a database is at; empty for a new database."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def configure(engine: Engine) -> None:
    """Configures connections: on SQLite durability, foreign keys and explicit transactions.

    Removes the lines in which PostgreSQL's errors quote a refused row.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "handle_error", _on_error)
        return
    if event.contains(engine, "connect", _on_connect):
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def writer(engine: Engine, until: float | None = None) -> Engine:
    """The same engine for write transactions: takes the write lock at the start and sees the latest commit.

    On SQLite it waits for the lock until the monotonic time `until`, or for the default timeout.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(dateline_begin="IMMEDIATE", dateline_until=until)
    return engine.execution_options(isolation_level="READ COMMITTED")


@contextmanager
def one_writer(
    engine: Engine, before_waiting: Callable[[], None] = lambda: None, *, at_most: float | None = None
) -> Iterator[Engine]:
    """An engine for writing, with one write at a time in this process on SQLite.

    Queueing and waiting for the lock share one deadline: `at_most` seconds, by default WAIT_SECONDS. After it, raises
    OperationalError. `before_waiting` is called if another write may be running, to release what others need meanwhile:
    requests that each kept a connection and waited for a second one would wait for each other.
    """
    if engine.dialect.name != "sqlite":
        before_waiting()
        yield writer(engine)
        return
    seconds = sqlite.WAIT_SECONDS if at_most is None else at_most
    until = monotonic() + seconds
    if not _writing.acquire(blocking=False):
        before_waiting()
        if not _writing.acquire(timeout=seconds):
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite.locked())
    try:
        yield writer(engine, until)
    finally:
        _writing.release()


@contextmanager
def one_migration(engine: Engine) -> Iterator[None]:
    """Lets one process at a time migrate a database; others wait and then find it up to date.

    Takes the lock before the transaction begins: a snapshot from before the wait would show the old tables.
    """
    if engine.dialect.name == "sqlite":
        with sqlite.folder_locked(Path(engine.url.database or ".").resolve().parent):
            yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
        try:
            yield
        finally:
            connection.invalidate()  # ends the database session and so releases its lock in any case


def count_rows(connection: Connection) -> None:
    """Updates SQLite's table statistics, so that it chooses good indexes. PostgreSQL does this by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("PRAGMA optimize=0x10002")  # all tables, not only those used by this connection


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's implicit BEGIN would not be IMMEDIATE
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged post survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # overwrite deleted data, whatever SQLite's build default
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_error(context: ExceptionContext) -> None:
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    raw: Any = connection.connection.dbapi_connection  # a sqlite.Connection, by `engine_options`
    with raw.retrying_until(options.get("dateline_until")):
        connection.exec_driver_sql(f"BEGIN {options.get('dateline_begin', 'DEFERRED')}")
