"""second factors of accounts, and when a session was last proved"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reporter", sa.Column("totp_secret", sa.String(400), nullable=False, server_default=""))
    op.add_column("reporter", sa.Column("totp_counter", sa.BigInteger(), nullable=True))
    op.add_column("reporter", sa.Column("needs_second_factor", sa.Boolean(), nullable=False, server_default=sa.false()))
    long_ago = (
        "1970-01-01 00:00:00+00:00" if op.get_bind().dialect.name == "postgresql" else "1970-01-01 00:00:00.000000"
    )
    op.add_column(
        "desk_session", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False, server_default=long_ago)
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_passkey_reporter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_reporter_id"), "passkey", ["reporter_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_recovery_code_reporter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_reporter_id"), "recovery_code", ["reporter_id"])


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("passkey")
    op.execute("ALTER TABLE desk_session DROP COLUMN proved_at")
    for name in ("needs_second_factor", "totp_counter", "totp_secret"):
        op.execute(f"ALTER TABLE reporter DROP COLUMN {name}")
