"""How Alembic reaches the database: through the app's own engine, one migrating process at a time."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Enum, text

from blog.database import UTCDateTime, one_migration, writer


def in_plain_types(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Writes our own types as what the database knows them by: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run(connection: Connection) -> None:
    migrate = current_app.extensions["migrate"]
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        render_item=in_plain_types,
        **migrate.configure_args,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))  # an index on a large table takes its time
        context.run_migrations()


# A copy of a database is brought up to date before it takes the place of the app's own.
engine = context.config.attributes.get("engine") or current_app.extensions["migrate"].db.engine
if engine.dialect.name == "sqlite":
    engine = writer(engine)
with one_migration(engine), engine.connect() as connection:
    run(connection)
