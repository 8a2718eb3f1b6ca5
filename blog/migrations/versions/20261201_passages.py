"""passages of readouts and statements, and their topics"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reworded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_to", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["update_id"], ["update.id"], name=op.f("fk_passage_update_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_update_id"), "passage", ["update_id"])
    unchecked = sa.text("checked_to IS NULL")
    op.create_index(
        "ix_passage_unchecked", "passage", ["update_id"], sqlite_where=unchecked, postgresql_where=unchecked
    )
    op.create_table(
        "passage_topic",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_passage_topic_{name}_id"), ondelete="CASCADE"
            )
            for name in ("passage", "topic")
        ),
        sa.PrimaryKeyConstraint("passage_id", "topic_id", name=op.f("pk_passage_topic")),
    )
    op.create_index(op.f("ix_passage_topic_topic_id"), "passage_topic", ["topic_id"])
    op.add_column("update_topic", sa.Column("by_passage", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("update_topic", "by_passage")
    op.drop_table("passage_topic")
    op.drop_table("passage")
