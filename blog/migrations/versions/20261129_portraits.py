"""speakers have portraits, and files that nothing shows any more are noticed"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In SQL, and not in a batch: that would make SQLite's table anew, and delete the rows that depend on it.
    op.execute(
        "ALTER TABLE speaker ADD COLUMN portrait_id INTEGER "
        "CONSTRAINT fk_speaker_portrait_id REFERENCES media_file (id) ON DELETE SET NULL"
    )
    op.create_index("ix_speaker_portrait_id", "speaker", ["portrait_id"])
    op.add_column("media_file", sa.Column("unshown_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("media_file", "unshown_since")
    op.drop_index("ix_speaker_portrait_id", table_name="speaker")
    op.execute("ALTER TABLE speaker DROP COLUMN portrait_id")
