"""updates by the stop that they were filed from"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_update_stop", "update", ["stop_id", "number", "state"])


def downgrade() -> None:
    op.drop_index("ix_update_stop", table_name="update")
