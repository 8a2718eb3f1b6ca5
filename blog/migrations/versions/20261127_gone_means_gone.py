"""the end of a file's rights, erased files, and what each revision of an update showed"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ERASED = "erased_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("media_file", sa.Column("rights_ended_at", sa.DateTime(timezone=True)))
    op.add_column("media_file", sa.Column("erased_at", sa.DateTime(timezone=True)))
    op.add_column("media_file", sa.Column("is_stored", sa.Boolean(), nullable=False, server_default=sa.true()))
    where = sa.text(ERASED)
    op.create_index("ix_media_file_erased", "media_file", ["erased_at"], sqlite_where=where, postgresql_where=where)
    op.add_column("revision", sa.Column("media_ids", sa.String(396), nullable=False, server_default=""))
    op.add_column("revision", sa.Column("media_change", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    # Tables made anew would lose the rows that belong to theirs.
    for name in ("media_change", "media_ids"):
        op.drop_column("revision", name)
    op.drop_index("ix_media_file_erased", "media_file")
    for name in ("is_stored", "erased_at", "rights_ended_at"):
        op.drop_column("media_file", name)
