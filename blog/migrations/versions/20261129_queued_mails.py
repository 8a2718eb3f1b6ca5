"""mails of invitations and password resets on the queue of what leaves the site"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queued_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("reset_of_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("target_id", "delivery_target.id"),
        _belongs("invitation_id", "invitation.id"),
        _belongs("reset_of_id", "password_reset.reporter_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queued_mail")),
        *(_unique(column) for column in ("target_id", "invitation_id", "reset_of_id")),
    )


def _belongs(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_queued_mail_{column}"), ondelete="CASCADE")


def _unique(column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_queued_mail_{column}"))


def downgrade() -> None:
    op.execute("DELETE FROM delivery_target WHERE channel = 'mail'")
    op.drop_table("queued_mail")
