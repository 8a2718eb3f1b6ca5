"""cards of links"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("site", sa.String(100), nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("excerpt", sa.String(300), nullable=False),
        sa.Column("lang", sa.String(35), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("player", sa.String(80), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["update_id"], ["update.id"], name=op.f("fk_link_card_update_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_card")),
        sa.UniqueConstraint("update_id", "url", name=op.f("uq_link_card_update_id_url")),
    )
    is_due = sa.text("fetch_at IS NOT NULL")
    op.create_index("ix_link_card_fetch_at", "link_card", ["fetch_at"], sqlite_where=is_due, postgresql_where=is_due)


def downgrade() -> None:
    op.drop_table("link_card")
