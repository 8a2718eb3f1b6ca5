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
    with op.batch_alter_table("revision") as batch:
        batch.drop_column("media_change")
        batch.drop_column("media_ids")
    op.drop_index("ix_media_file_erased", "media_file")
    with op.batch_alter_table("media_file") as batch:
        for name in ("is_stored", "erased_at", "rights_ended_at"):
            batch.drop_column(name)
