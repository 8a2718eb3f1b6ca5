"""updates by who wrote them, and those taken down by their state, for the search at the desk"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    taken_down = sa.text("withdrawn_at IS NOT NULL")
    op.create_index(
        "ix_update_taken_down",
        "update",
        ["visit_id", "state", "number"],
        sqlite_where=taken_down,
        postgresql_where=taken_down,
    )
    op.create_index("ix_update_author", "update", ["author_id", "visit_id", "number", "state"])


def downgrade() -> None:
    op.drop_index("ix_update_author", table_name="update")
    op.drop_index("ix_update_taken_down", table_name="update")
