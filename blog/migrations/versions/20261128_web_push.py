"""subscriptions to Web Push, and why a banner was taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        _belongs("push_service", "target_id", "delivery_target"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_service")),
        sa.UniqueConstraint("host", name=op.f("uq_push_service_host")),
        sa.UniqueConstraint("target_id", name=op.f("uq_push_service_target_id")),
    )
    _subscription()
    op.create_table(
        "taken_back_banner",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        _belongs("taken_back_banner", "visit_id", "visit"),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_taken_back_banner")),
    )


def _subscription() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("public_key", sa.String(87), nullable=False),
        sa.Column("auth", sa.String(22), nullable=False),
        sa.Column("wants_banner", sa.Boolean(), nullable=False),
        sa.Column("wants_key", sa.Boolean(), nullable=False),
        sa.Column("since_seq", sa.Integer(), nullable=False),
        sa.Column("told_seq", sa.Integer(), nullable=False),
        sa.Column("banner_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("push_subscription", "visit_id", "visit"),
        _belongs("push_subscription", "service_id", "push_service"),
        _belongs("push_subscription", "target_id", "delivery_target"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
    )
    op.create_index(op.f("ix_push_subscription_service_id"), "push_subscription", ["service_id"])
    op.create_index("ix_push_subscription_untold", "push_subscription", ["target_id", "visit_id", "told_seq"])
    op.create_index("uq_push_subscription_endpoint", "push_subscription", ["visit_id", "endpoint"], unique=True)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def downgrade() -> None:
    for table in ("taken_back_banner", "push_subscription", "push_service"):
        op.drop_table(table)
