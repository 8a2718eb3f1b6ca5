"""How rows meet Python: the declarative base, times in UTC, and the manners of each database."""

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
    Engine,
    ExceptionContext,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, registry

from blog import sqlite

MIGRATION_LOCK = 0x44415445
_POSTGRES_SETTINGS = {
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "60s",
    # What readers ask for lies in memory, where an index is worth its jumps.
    "random_page_cost": "1.1",
}

# What people wrote, and who is signed in, is nobody's business who reads the log.
_QUIET = {"hide_parameters": True}

_writing = RLock()


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Aware on the way in and out, UTC in the database; a naive datetime is a bug and is refused."""

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
    """Every table; constraints are named so that migrations can speak of them on both databases."""

    registry = registry(metadata=_METADATA, type_annotation_map={datetime: UTCDateTime})


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models know of a table or an index: not of what a search needs, which differs with the database."""
    return not ((kind == "table" and (name or "").startswith("update_search")) or name == "ix_update_words")


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` is given. Reads see one snapshot each, so that a page and its cursor agree."""
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
    """An engine on a SQLite file that is not the app's database. The caller disposes of it."""
    engine = create_engine(f"sqlite:///{path}", **engine_options("sqlite"))
    teach(engine)
    return engine


def versions_of(engine: Engine) -> set[str]:
    """The last migrations that a database has seen: none of an empty one."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def teach(engine: Engine) -> None:
    """Gives a SQLite engine durability, foreign keys, and transactions that begin when we say so.

    PostgreSQL's errors lose the lines in which it quotes the row that it refused.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "handle_error", _on_error)
        return
    if event.contains(engine, "connect", _on_connect):
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def writer(engine: Engine, until: float | None = None) -> Engine:
    """The same engine for a write transaction: it takes its lock at the start and sees what was last committed.

    On SQLite it waits for the lock until that moment of the monotonic clock, or as long as for any other.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(dateline_begin="IMMEDIATE", dateline_until=until)
    return engine.execution_options(isolation_level="READ COMMITTED")


@contextmanager
def one_writer(
    engine: Engine, before_waiting: Callable[[], None] = lambda: None, *, at_most: float | None = None
) -> Iterator[Engine]:
    """A writer's engine, for one write at a time within a process on SQLite.

    The time in the queue and the time until the file's lock is free are one: nobody waits longer because of those
    before. `before_waiting` lets go of what others need meanwhile. It is `at_most` so many seconds, or WAIT_SECONDS.
    Raises OperationalError.
    """
    if engine.dialect.name != "sqlite":
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
    """One process at a time migrates a database; whoever comes meanwhile waits, and then finds it up to date.

    The lock is taken before the transaction begins: a snapshot from before the wait would show the tables as they were.
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
            connection.invalidate()  # and with the session its lock, whatever happened to it


def count_rows(connection: Connection) -> None:
    """Lets SQLite look at its tables, so that it chooses indexes by what is in them. PostgreSQL does so by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("PRAGMA optimize=0x10002")  # all tables, not only those of this connection


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to be IMMEDIATE
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged post survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what is purged is overwritten, also where SQLite was not built to do so
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_error(context: ExceptionContext) -> None:
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    raw: Any = connection.connection.dbapi_connection  # a sqlite.Connection, by `engine_options`
    with raw.waiting_until(options.get("dateline_until")):
        connection.exec_driver_sql(f"BEGIN {options.get('dateline_begin', 'DEFERRED')}")
