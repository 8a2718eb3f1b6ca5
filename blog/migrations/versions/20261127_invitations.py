"""invitations, and links to choose a new password"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["reporter.id"], name=op.f("fk_invitation_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
        sa.UniqueConstraint("email", name=op.f("uq_invitation_email")),
    )
    op.create_table(
        "invitation_visit",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_visit_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_invitation_visit_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invitation_id", "visit_id", name=op.f("pk_invitation_visit")),
    )
    op.create_index(op.f("ix_invitation_visit_visit_id"), "invitation_visit", ["visit_id"])
    op.create_table(
        "password_reset",
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("of_password", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_password_reset_reporter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reporter_id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("digest", name=op.f("uq_password_reset_digest")),
    )


def downgrade() -> None:
    for table in ("password_reset", "invitation_visit", "invitation"):
        op.drop_table(table)
