"""where things stand, the clocks of each capital, and where an update comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def added() -> dict[str, tuple[sa.Column, ...]]:
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


def upgrade() -> None:
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    for table, columns in added().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)


def _text(name: str, length: int | None = None) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def _moments(*names: str) -> tuple[sa.Column, ...]:
    return tuple(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in names)
