"""an update keeps who saved it last and when, and what else happens when it is published"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("update", sa.Column("also", sa.String(20), nullable=False, server_default=""))
    op.add_column("update", sa.Column("saved_at", sa.DateTime(timezone=True)))
    # In SQL, and not in a batch: that would make SQLite's table anew, without the triggers of the search.
    op.execute(
        'ALTER TABLE "update" ADD COLUMN saved_by_id INTEGER CONSTRAINT fk_update_saved_by_id REFERENCES reporter (id)'
    )


def downgrade() -> None:
    for name in ("saved_by_id", "saved_at", "also"):
        op.execute(f'ALTER TABLE "update" DROP COLUMN {name}')
