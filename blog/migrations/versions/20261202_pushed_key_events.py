"""key events that readers' devices have been notified of, and subscriptions in the order in which they are told"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_UNTOLD, _OF_TARGET = "ix_push_subscription_untold", "ix_push_subscription_of_target"


def upgrade() -> None:
    op.create_table(
        "pushed_key_event",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_pushed_key_event_visit_id_visit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "subject", name=op.f("pk_pushed_key_event")),
    )
    op.drop_index(_UNTOLD, table_name="push_subscription")
    op.create_index(_OF_TARGET, "push_subscription", ["target_id", "visit_id", "id"])


def downgrade() -> None:
    op.drop_index(_OF_TARGET, table_name="push_subscription")
    op.create_index(_UNTOLD, "push_subscription", ["target_id", "visit_id", "told_seq"])
    op.drop_table("pushed_key_event")
