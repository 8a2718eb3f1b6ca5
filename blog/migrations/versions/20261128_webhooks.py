"""webhooks and the queue of what leaves the site"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("off_reason", sa.String(200), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_target")),
    )
    _webhook()
    _delivery()
    _answer()


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("event_names", sa.String(400), nullable=False),
        sa.Column("secret_number", sa.Integer(), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("webhook", "target_id", "delivery_target"),
        _belongs("webhook", "visit_id", "visit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("public_id", name=op.f("uq_webhook_public_id")),
        sa.UniqueConstraint("target_id", name=op.f("uq_webhook_target_id")),
    )
    op.create_index(op.f("ix_webhook_visit_id"), "webhook", ["visit_id"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("delivery", "target_id", "delivery_target"),
        _belongs("delivery", "visit_id", "visit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_visit_id"), "delivery", ["visit_id"])
    for name, where in (("waiting", "dead_at IS NULL"), ("dead", "dead_at IS NOT NULL")):
        condition = sa.text(where)
        op.create_index(
            f"ix_delivery_{name}",
            "delivery",
            ["target_id", "id"],
            sqlite_where=condition,
            postgresql_where=condition,
        )


def _answer() -> None:
    op.create_table(
        "delivery_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(200), nullable=False),
        _belongs("delivery_answer", "target_id", "delivery_target"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_answer")),
    )
    op.create_index(op.f("ix_delivery_answer_target_id"), "delivery_answer", ["target_id"])


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def downgrade() -> None:
    for table in ("delivery_answer", "delivery", "webhook", "delivery_target"):
        op.drop_table(table)
