"""refusals that are still being counted for the audit"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("door", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_tally")),
        sa.UniqueConstraint(
            *("act", "account_id", "address", "subject", "began_at"),
            name=op.f("uq_audit_tally_act_account_id_address_subject_began_at"),
        ),
    )
    op.create_index(op.f("ix_audit_tally_began_at"), "audit_tally", ["began_at"])


def downgrade() -> None:
    op.drop_table("audit_tally")
