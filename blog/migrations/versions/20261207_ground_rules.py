"""ground rules: on which terms an update says who told it, and the words agreed"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("update", sa.Column("ground", sa.String(16), nullable=False, server_default="record"))
    op.add_column("update", sa.Column("agreed_words", sa.String(120), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("update", "agreed_words")
    op.drop_column("update", "ground")
