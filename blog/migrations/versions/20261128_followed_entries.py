"""what was taken over from sources that a visit follows"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("visit_id", "visit", "CASCADE"),
        _belongs("update_id", "update", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_entry")),
        sa.UniqueConstraint("visit_id", "digest", name=op.f("uq_followed_entry_visit_id_digest")),
    )
    for column in ("about", "update_id"):
        op.create_index(op.f(f"ix_followed_entry_{column}"), "followed_entry", [column])


def _belongs(column: str, to: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_followed_entry_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=on_delete)


def downgrade() -> None:
    op.drop_table("followed_entry")
