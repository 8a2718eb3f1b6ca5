"""The rows of a PostgreSQL database between two tests: taken away, and put back as they were once.

By DELETE and INSERT, in one message each: TRUNCATE makes new files for every table and index, which takes far longer
than the few rows that a test leaves.
"""

from __future__ import annotations

import psycopg
from sqlalchemy import Table

from blog.database import Base

TABLES = Base.metadata.sorted_tables
COUNTED = [table for table in TABLES if table.autoincrement_column is not None]


def empty(url: str) -> None:
    """Takes every row from a database and lets its numbers begin at 1; its tables stay."""
    _execute(url, *(f"DELETE FROM {_quoted(table)}" for table in reversed(TABLES)), *_numbers("1, false"))


def keep(url: str) -> None:
    """Remembers all rows, beside them in the database."""
    copies = (f"CREATE TABLE kept.{_quoted(table)} AS TABLE {_quoted(table)}" for table in TABLES)
    _execute(url, "CREATE SCHEMA kept", *copies)


def put_back(url: str) -> None:
    """Fills an empty database with the rows that were kept, and lets its numbers go on after them."""
    copies = (f"INSERT INTO {_quoted(table)} SELECT * FROM kept.{_quoted(table)}" for table in TABLES)
    _execute(url, *copies, *_numbers("max(id)"))


def _numbers(value: str) -> list[str]:
    """What sets the sequences."""
    return [
        f"SELECT setval(pg_get_serial_sequence('{_quoted(table)}', 'id'), {value})"
        + (f" FROM {_quoted(table)}" if "(" in value else "")
        for table in COUNTED
    ]


def _quoted(table: Table) -> str:
    return f'"{table.name}"'


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("; ".join(statements))  # type: ignore[call-overload]
