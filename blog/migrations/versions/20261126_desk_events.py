"""the log of a visit's desk, apart from the readers' log"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("desk_head", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "desk_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("only_for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_desk_event_visit_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["reporter.id"], name=op.f("fk_desk_event_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["only_for_id"], ["reporter.id"], name=op.f("fk_desk_event_only_for_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_event")),
        sa.UniqueConstraint("visit_id", "seq", name=op.f("uq_desk_event_visit_id_seq")),
    )


def downgrade() -> None:
    op.drop_table("desk_event")
    op.drop_column("visit", "desk_head")
