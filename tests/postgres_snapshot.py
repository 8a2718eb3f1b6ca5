"""Deletes the rows of a PostgreSQL database between two tests, and restores a saved set of them.

It uses DELETE and INSERT, each in one message: TRUNCATE creates new files for every table and index, which takes far
longer than deleting the few rows that a test leaves.
"""

from __future__ import annotations

import psycopg
from sqlalchemy import Table

from blog.database import Base

TABLES = Base.metadata.sorted_tables
# The row that the migrations add: the chain of accounts.
MIGRATED = """
    INSERT INTO audit_chain (name, length, hash, pruned, pruned_hash, seal) VALUES ('accounts', 0, '', 0, '', '')
"""
# Without triggers: those of the audit refuse to remove entries.
UNGUARDED = "SET session_replication_role = replica"
COUNTED = [table for table in TABLES if table.autoincrement_column is not None]


def empty(url: str) -> None:
    """Deletes every row that was added since the migrations, and restarts the sequences at 1; the tables stay."""
    _execute(url, *(f"DELETE FROM {_quoted(table)}" for table in reversed(TABLES)), *_numbers("1, false"), MIGRATED)


def save(url: str) -> None:
    """Copies all rows into a schema of their own."""
    copies = (f"CREATE TABLE saved.{_quoted(table)} AS TABLE {_quoted(table)}" for table in TABLES)
    _execute(url, "CREATE SCHEMA saved", *copies)


def restore(url: str) -> None:
    """Fills an empty database with the saved rows, and sets the sequences to go on after them."""
    copies = (f"INSERT INTO {_quoted(table)} SELECT * FROM saved.{_quoted(table)}" for table in TABLES)
    _execute(url, "DELETE FROM audit_chain", *copies, *_numbers("max(id)"))


def _numbers(value: str) -> list[str]:
    """The statements that set the sequences."""
    return [
        f"SELECT setval(pg_get_serial_sequence('{_quoted(table)}', 'id'), {value})"
        + (f" FROM {_quoted(table)}" if "(" in value else "")
        for table in COUNTED
    ]


def _quoted(table: Table) -> str:
    return f'"{table.name}"'


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("; ".join((UNGUARDED, *statements)))  # type: ignore[call-overload]
