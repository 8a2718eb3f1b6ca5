"""updates by stop, for pages that show those of one stop alone: they count and cut by the index, without the rows"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_update_stop", table_name="update")
    op.create_index("ix_update_stop", "update", ["stop_id", "visit_id", "number", "state"])


def downgrade() -> None:
    op.drop_index("ix_update_stop", table_name="update")
    op.create_index("ix_update_stop", "update", ["stop_id", "number", "state"])
