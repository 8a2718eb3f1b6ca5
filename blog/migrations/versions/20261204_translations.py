"""what an update is a translation of, and who made it"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TIED = "original_id IS NOT NULL"


def upgrade() -> None:
    # In SQL, and not in a batch: that would make SQLite's table anew, without the triggers of the search.
    op.execute(
        'ALTER TABLE "update" ADD COLUMN original_id INTEGER '
        'CONSTRAINT fk_update_original_id REFERENCES "update" (id) ON DELETE SET NULL'
    )
    op.create_index(
        "ix_update_original", "update", ["original_id"], sqlite_where=sa.text(TIED), postgresql_where=sa.text(TIED)
    )
    op.add_column("update", sa.Column("is_official", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("update", sa.Column("translator", sa.String(16), nullable=False, server_default=""))
    op.add_column("update", sa.Column("original_wording", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("original_wording", "translator", "is_official"):
        op.drop_column("update", name)
    op.drop_index("ix_update_original", "update")
    # A batch would make the table anew, and SQLite drops no column with a reference without one.
    op.execute('ALTER TABLE "update" DROP COLUMN original_id')
