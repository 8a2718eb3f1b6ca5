"""where things stand, the clocks of each capital, and where an update comes from; partial indexes that SQLite uses"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def added() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The new columns, made anew for each use: a Column belongs to one table at a time."""
    return {
        "visit": (
            _text("state_of_play"),
            _text("state_of_play_html"),
            *_moments("state_of_play_at", "status_at", "live_from"),
        ),
        "delegation": (_text("capital", 300), _text("zone", 64)),
        "update": (_text("source", 300), _text("source_url", 500), *_moments("issued_at")),
    }


# SQLite uses a partial index only for a query that repeats its condition, and "is_key" is written as "is_key = 1" there.
MARKS = {
    "ix_update_pinned": ("is_pinned", ["visit_id"]),
    "ix_update_key": ("is_key", ["visit_id", "number"]),
}


def upgrade() -> None:
    _mark_again("{} = 1")
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    _mark_again("{}")
    for table, columns in added().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)


def _mark_again(condition: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, (column, columns) in MARKS.items():
        op.drop_index(name, "update")
        op.create_index(name, "update", columns, sqlite_where=sa.text(condition.format(column)))


def _text(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def _moments(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in names)
