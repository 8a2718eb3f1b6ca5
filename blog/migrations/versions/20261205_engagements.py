"""engagements: the schedule of each day, who covers what, and up to when it was shown as passed"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("begins_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=True),
        sa.Column("moved_from", moment, nullable=True),
        sa.Column("course", sa.String(16), nullable=False),
        sa.Column("access", sa.String(16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("call_at", moment, nullable=True),
        sa.Column("gathering", sa.String(300), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("desk_sequence", sa.Integer(), nullable=False),
        sa.Column("desk_changed_at", moment, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_engagement_{name}_id"), ondelete="CASCADE"
            )
            for name in ("visit", "stop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("visit_id", "key", name=op.f("uq_engagement_visit_id_key")),
    )
    op.create_index(op.f("ix_engagement_visit_id"), "engagement", ["visit_id"])
    op.create_index(op.f("ix_engagement_stop_id"), "engagement", ["stop_id"])
    op.create_table(
        "engagement_cover",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_engagement_cover_{name}_id"), ondelete="CASCADE"
            )
            for name in ("engagement", "reporter")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "reporter_id", name=op.f("pk_engagement_cover")),
    )
    op.create_index(op.f("ix_engagement_cover_reporter_id"), "engagement_cover", ["reporter_id"])
    op.add_column("visit", sa.Column("schedule_at", moment, nullable=True))
    op.add_column("visit", sa.Column("schedule_due", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("visit", "schedule_due")
    op.drop_column("visit", "schedule_at")
    op.drop_table("engagement_cover")
    op.drop_table("engagement")
