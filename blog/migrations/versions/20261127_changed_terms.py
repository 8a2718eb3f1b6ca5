"""what an event of the desk changed, in words"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_event", sa.Column("detail", sa.String(1000), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("desk_event", "detail")
