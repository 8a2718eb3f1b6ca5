"""Takes away the triggers of the audit for a while, as somebody with the database's own rights can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from blog.newsroom.commits import write_session

TABLES = ("audit_entry", "audit_chain")


@contextmanager
def unguarded() -> Iterator[Session]:
    """A transaction in which entries of the audit can be changed and removed."""
    with write_session() as session:
        if session.get_bind().dialect.name == "postgresql":
            yield from _switched_off(session)
        else:
            yield from _dropped(session)


def _switched_off(session: Session) -> Iterator[Session]:
    for table in TABLES:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    yield session
    session.flush()
    for table in TABLES:
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def _dropped(session: Session) -> Iterator[Session]:
    wanted = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")
    made = session.execute(wanted).all()
    for name, _sql in made:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield session
    session.flush()
    for _name, sql in made:
        session.connection().exec_driver_sql(sql)
