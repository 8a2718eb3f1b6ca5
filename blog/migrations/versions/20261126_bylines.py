"""an update and each of its revisions can be signed with other names than the account's"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("update", "revision"):
        op.add_column(table, sa.Column("byline", sa.String(405), nullable=False, server_default=""))


def downgrade() -> None:
    # In SQL, and not in a batch: that would make SQLite's table anew, without the triggers of the search.
    for table in ("update", "revision"):
        op.execute(f'ALTER TABLE "{table}" DROP COLUMN byline')
