"""what a text said when it was returned to its author"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("update", sa.Column("returned_text", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute('ALTER TABLE "update" DROP COLUMN returned_text')
