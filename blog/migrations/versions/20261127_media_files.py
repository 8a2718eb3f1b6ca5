"""pictures and documents, and the updates that show them"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LIMITED = "rights_until IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "media_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("crop", sa.String(40), nullable=False),
        sa.Column("focus_x", sa.Integer(), nullable=False),
        sa.Column("focus_y", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(7), nullable=False),
        sa.Column("widths", sa.String(40), nullable=False),
        sa.Column("alt", sa.String(1000), nullable=False),
        sa.Column("is_decorative", sa.Boolean(), nullable=False),
        sa.Column("caption", sa.String(1000), nullable=False),
        sa.Column("credit", sa.String(300), nullable=False),
        sa.Column("is_pool", sa.Boolean(), nullable=False),
        sa.Column("rights", sa.String(16), nullable=False),
        sa.Column("rights_until", sa.DateTime(timezone=True)),
        sa.Column("source_url", sa.String(500), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("uploaded_by_id", sa.Integer()),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_public_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_media_file_visit_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["reporter.id"], name=op.f("fk_media_file_uploaded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_media_file_public_id")),
    )
    op.create_index(op.f("ix_media_file_visit_id"), "media_file", ["visit_id"])
    op.create_index(
        "ix_media_file_rights_until",
        "media_file",
        ["rights_until"],
        sqlite_where=sa.text(LIMITED),
        postgresql_where=sa.text(LIMITED),
    )
    op.create_table(
        "update_media",
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["update_id"], ["update.id"], name=op.f("fk_update_media_update_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media_file.id"], name=op.f("fk_update_media_media_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("update_id", "media_id", name=op.f("pk_update_media")),
    )
    op.create_index(op.f("ix_update_media_media_id"), "update_media", ["media_id"])


def downgrade() -> None:
    op.drop_table("update_media")
    op.drop_table("media_file")
