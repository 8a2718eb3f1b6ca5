"""pool reports: the number, the pooler and the outlet of an update"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_INDEX, _NUMBERED = "ix_update_pool", sa.text("pool_number IS NOT NULL")


def upgrade() -> None:
    op.add_column("update", sa.Column("pool_number", sa.Integer(), nullable=True))
    for name in ("pooler", "pool_outlet"):
        op.add_column("update", sa.Column(name, sa.String(120), nullable=False, server_default=""))
    op.create_index(_INDEX, "update", ["visit_id", "id"], sqlite_where=_NUMBERED, postgresql_where=_NUMBERED)


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="update")
    for name in ("pool_outlet", "pooler", "pool_number"):
        op.drop_column("update", name)
