"""mail that makes drafts"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("update", sa.Column("mailed_from", sa.String(300), nullable=False, server_default=""))
    op.add_column("reporter", sa.Column("inbox_salt", sa.String(32), nullable=False, server_default=""))
    reporter = sa.table("reporter", sa.column("id"), sa.column("inbox_salt"))
    connection = op.get_bind()
    for account_id in connection.scalars(sa.select(reporter.c.id)).all():
        mine = sa.update(reporter).where(reporter.c.id == account_id)
        connection.execute(mine.values(inbox_salt=secrets.token_hex(16)))
    op.create_table(
        "received_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(16), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("reporter_id", "reporter", "CASCADE"),
        _belongs("update_id", "update", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_mail_digest")),
    )
    for column in ("reporter_id", "update_id"):
        op.create_index(op.f(f"ix_received_mail_{column}"), "received_mail", [column])
    op.create_table(
        "inbox_lease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_lease")),
    )


def _belongs(column: str, to: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_received_mail_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=on_delete)


def downgrade() -> None:
    op.drop_table("inbox_lease")
    op.drop_table("received_mail")
    op.execute("ALTER TABLE reporter DROP COLUMN inbox_salt")
    op.execute('ALTER TABLE "update" DROP COLUMN mailed_from')
