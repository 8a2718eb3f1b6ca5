"""how many read a visit in each minute and how long changes took to reach them; updates by when they were published"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create(
        "reader_count",
        sa.Column("page", sa.String(16), nullable=False),
        sa.Column("site", sa.String(253), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        unique=("page", "site"),
    )
    _create(
        "reader_delay",
        sa.Column("at_most_ms", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        unique=("at_most_ms",),
    )
    published = sa.text("published_at IS NOT NULL")
    op.create_index(
        "ix_update_published",
        "update",
        ["visit_id", "published_at"],
        sqlite_where=published,
        postgresql_where=published,
    )


def _create(table: str, *columns: sa.Column[object], unique: tuple[str, ...]) -> None:
    counted_by = ("visit_id", "minute", *unique)
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f(f"fk_{table}_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(*counted_by, name=op.f(f"uq_{table}_{'_'.join(counted_by)}")),
    )
    op.create_index(f"ix_{table}_minute", table, ["minute"])


def downgrade() -> None:
    op.drop_index("ix_update_published", table_name="update")
    op.drop_table("reader_delay")
    op.drop_table("reader_count")
