"""the length in bytes of what feeds enclose; the server reads that of pictures it has from the store"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media_file", sa.Column("jpeg_size", sa.Integer()))


def downgrade() -> None:
    op.drop_column("media_file", "jpeg_size")  # a table made anew would lose the rows that belong to the files
