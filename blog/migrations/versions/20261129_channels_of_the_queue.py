"""several channels on the queue of what leaves the site: deliveries without an event"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

OF_EVENT = (("visit_id", sa.Integer()), ("seq", sa.Integer()), ("verb", sa.String(16)))


def upgrade() -> None:
    # No other table refers to it: SQLite may build it anew.
    with op.batch_alter_table("delivery") as batch:
        for name, kind in OF_EVENT:
            batch.alter_column(name, existing_type=kind, nullable=True)
        batch.add_column(sa.Column("progress", sa.String(40), nullable=False, server_default=""))
    one_hub = sa.text("channel = 'websub'")
    op.create_index(
        "uq_delivery_target_hub",
        "delivery_target",
        ["channel"],
        unique=True,
        sqlite_where=one_hub,
        postgresql_where=one_hub,
    )


def downgrade() -> None:
    op.drop_index("uq_delivery_target_hub", "delivery_target")
    op.execute("DELETE FROM delivery WHERE visit_id IS NULL OR seq IS NULL OR verb IS NULL")
    op.execute("DELETE FROM delivery_target WHERE channel <> 'webhook'")
    with op.batch_alter_table("delivery") as batch:
        batch.drop_column("progress")
        for name, kind in OF_EVENT:
            batch.alter_column(name, existing_type=kind, nullable=False)
