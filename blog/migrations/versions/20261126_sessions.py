"""sessions of the desk are rows"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moments = [
        sa.Column(name, sa.DateTime(timezone=True), nullable=name == "ended_at")
        for name in ("created_at", "used_at", "ended_at")
    ]
    op.create_table(
        "desk_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(64), nullable=False),
        *moments,
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_desk_session_reporter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_desk_session_digest")),
    )
    op.create_index(op.f("ix_desk_session_reporter_id"), "desk_session", ["reporter_id"])


def downgrade() -> None:
    op.drop_table("desk_session")
