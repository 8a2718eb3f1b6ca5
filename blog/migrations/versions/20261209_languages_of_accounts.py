"""the language in which the desk speaks to an account"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reporter", sa.Column("lang", sa.String(35), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("ALTER TABLE reporter DROP COLUMN lang")
