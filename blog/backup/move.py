"""Copies a whole database to another one, between SQLite and PostgreSQL too, and proves every row of the copy."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    String,
    Table,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    text,
)

from blog import database
from blog.backup import postgres
from blog.backup.create import require_database
from blog.backup.file import OUR_TABLES, BackupError, remove
from blog.backup.restore import exclusive_access
from blog.database import Base
from blog.steps import Steps, untold
from blog.translation import _

BATCH_ROWS = 500

_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
_SET_COUNTER = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine for a database other than the app's own. A file that was missing or empty is removed on failure.

    Raises BackupError.
    """
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_references)  # rows come in any order, and are checked at the end
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").absolute().parent.is_dir():
        raise BackupError(_("There is no folder for %(file)s. Create it first.", file=engine.url.database))
    created = _create(Path(engine.url.database or "")) if engine.dialect.name == "sqlite" else None
    try:
        yield engine
    except BaseException:
        engine.dispose()
        if created:
            remove(created)
        raise
    finally:
        engine.dispose()


def _create(file: Path) -> Path | None:
    """Creates a file for its owner alone, as every backup is. None if there is something already.

    An empty file is taken over: `mktemp` makes one.
    """
    if file.exists() and (not file.is_file() or file.stat().st_size):
        return None
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    return file


def masked(url: str) -> str:
    """An address without its password, which a terminal or a log may keep."""
    return make_url(url).render_as_string()


def require_empty(source: Engine, target: Engine) -> None:
    """Raises BackupError unless the target is another database, with nothing in it."""
    if source.url.set(password=None) == target.url.set(password=None):
        raise BackupError(_("This is the database that DATABASE_URL names. Name another one."))
    with target.connect() as connection:
        found = set(inspect(connection).get_table_names())
    if OUR_TABLES & found:
        raise BackupError(_("There is a Dateline in that database already. Name an empty one."))
    if found and target.dialect.name == "sqlite":  # a failed copy is removed with its file
        raise BackupError(_("There are other tables in that file already. Name a new one."))


def require_unused(source: Engine) -> None:
    """Raises BackupError while a server or a command has the source open: its changes would be lost."""
    source.dispose()
    if source.dialect.name != "sqlite":
        postgres.current_summary(source)
        source.dispose()
        return
    file = Path(source.url.database or "").resolve()
    require_database(file)
    with exclusive_access(file):
        pass


def count(source: Engine) -> int:
    """How many rows there are to copy."""
    with _unchanging(source) as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables())


def copy(source: Engine, target: Engine, steps: Steps = untold) -> None:
    """Copies every row in one transaction to the target, which has the tables and nothing in them."""
    with _unchanging(source) as there, _unconstrained(target) as here:
        for table in tables():
            for rows in _batches(there, table):
                here.execute(table.insert(), [dict(row._mapping) for row in rows])
                steps(len(rows))
        _set_counters(here)


def prove(source: Engine, target: Engine, steps: Steps = untold) -> dict[str, int]:
    """Compares every row of both databases; returns the number of rows of each table. Raises BackupError."""
    counted: dict[str, int] = {}
    with _unchanging(source) as there, _unchanging(target) as here:
        for table in tables():
            counted[table.name] = 0
            for ours, theirs in zip_longest(_batches(there, table), _batches(here, table), fillvalue=()):
                if differing := next((pair for pair in zip_longest(ours, theirs) if not _is_same(*pair)), None):
                    key = next(_key(table, row) for row in differing if row is not None)
                    raise BackupError(_("%(table)s %(key)s differs: the copy is of no use.", table=table.name, key=key))
                counted[table.name] += len(ours)
                steps(len(ours))
    return counted


def tables() -> list[Table]:
    """The tables of the models, in an order of their own."""
    return [Base.metadata.tables[name] for name in sorted(Base.metadata.tables)]


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    with connection.execution_options(yield_per=BATCH_ROWS).execute(_in_order(connection, table)) as result:
        yield from result.partitions()


def _in_order(connection: Connection, table: Table) -> Select[Any]:
    """By the primary key, which both databases must sort alike: PostgreSQL by bytes, too."""
    is_postgres = connection.dialect.name == "postgresql"
    columns = [
        column.collate("C") if is_postgres and isinstance(column.type, String) else column
        for column in table.primary_key
    ]
    return select(table).order_by(*columns)


def _is_same(ours: Row[Any] | None, theirs: Row[Any] | None) -> bool:
    return ours is not None and theirs is not None and tuple(ours) == tuple(theirs)


def _key(table: Table, row: Row[Any]) -> str:
    return "/".join(str(row._mapping[column]) for column in table.primary_key)


@contextmanager
def _unchanging(source: Engine) -> Iterator[Connection]:
    """One snapshot of the source. On SQLite nobody can write meanwhile."""
    engine = database.writer(source) if source.dialect.name == "sqlite" else source
    with engine.connect() as connection, connection.begin():
        if source.dialect.name != "sqlite":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(postgres.QUIET))
        yield connection


@contextmanager
def _unconstrained(target: Engine) -> Iterator[Connection]:
    """A transaction in which rows may come in any order. At its end all is as before, and each reference leads
    somewhere."""
    with target.begin() as connection:
        is_sqlite = target.dialect.name == "sqlite"
        loose, bind = _loosened_on_sqlite(connection) if is_sqlite else _loosened_on_postgresql(connection)
        for statement in loose:
            connection.exec_driver_sql(statement)
        # A migration has put in the chain of the accounts' audit, which the source has as well.
        connection.execute(Base.metadata.tables["audit_chain"].delete())
        yield connection
        for statement in bind:
            connection.exec_driver_sql(statement)
        if is_sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise BackupError(_("A row of %(table)s refers to nothing. Nothing was copied.", table=lost[0]))


def _loosened_on_postgresql(connection: Connection) -> tuple[list[str], list[str]]:
    """Statements that switch references and the audit's guards off, and on again."""
    keys = [tuple(row) for row in connection.execute(text(_FOREIGN_KEYS))]
    guarded = ("audit_chain", "audit_entry")
    loose = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _how in keys]
    bind = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {how}" for table, name, how in keys]
    return (
        [
            "SET LOCAL statement_timeout = 0",
            *loose,
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
        ],
        [*bind, *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded)],
    )


def _loosened_on_sqlite(connection: Connection) -> tuple[list[str], list[str]]:
    guards = [tuple(row) for row in connection.execute(text(_GUARDS))]
    return [f"DROP TRIGGER {name}" for name, _how in guards], [how for _name, how in guards]


def _set_counters(target: Connection) -> None:
    """Lets PostgreSQL number new rows after the copied ones."""
    if target.dialect.name != "postgresql":
        return
    for table in tables():
        if "id" in table.primary_key.columns:
            last = target.scalar(select(func.max(table.c.id)))
            if last is not None:
                target.execute(text(_SET_COUNTER), {"table": f'"{table.name}"', "last": last})


def _without_references(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")
