"""who claimed, returned and approved what was handed in, and whether a visit demands approval"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ACCOUNTS = ("claimed_by_id", "returned_by_id", "approved_by_id")


def upgrade() -> None:
    op.add_column("visit", sa.Column("approval", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("update", sa.Column("waiting_since", sa.DateTime(timezone=True)))
    op.add_column("update", sa.Column("claimed_at", sa.DateTime(timezone=True)))
    op.add_column("update", sa.Column("desk_note", sa.String(500), nullable=False, server_default=""))
    # In SQL, and not in a batch: that would make SQLite's table anew, without the triggers of the search.
    for name in ACCOUNTS:
        op.execute(
            f'ALTER TABLE "update" ADD COLUMN {name} INTEGER '
            f"CONSTRAINT fk_update_{name} REFERENCES reporter (id) ON DELETE SET NULL"
        )


def downgrade() -> None:
    for name in (*ACCOUNTS, "desk_note", "claimed_at", "waiting_since"):
        op.execute(f'ALTER TABLE "update" DROP COLUMN {name}')
    op.drop_column("visit", "approval")
