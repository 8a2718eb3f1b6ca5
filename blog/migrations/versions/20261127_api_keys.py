"""API keys, and which request made an update"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scope_words", sa.String(80), nullable=False),
        sa.Column("for_all_visits", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_api_key_reporter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_key_prefix")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_key_digest")),
    )
    op.create_index(op.f("ix_api_key_reporter_id"), "api_key", ["reporter_id"])
    op.create_table(
        "api_key_visit",
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_api_key_visit_key_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_api_key_visit_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key_id", "visit_id", name=op.f("pk_api_key_visit")),
    )
    op.create_index(op.f("ix_api_key_visit_visit_id"), "api_key_visit", ["visit_id"])
    op.add_column("update", sa.Column("request_digest", sa.String(64)))


def downgrade() -> None:
    op.execute('ALTER TABLE "update" DROP COLUMN request_digest')
    op.drop_table("api_key_visit")
    op.drop_table("api_key")
