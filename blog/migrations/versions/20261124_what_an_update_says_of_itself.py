"""a revision keeps its source and the standing that it changed; corrections and withdrawals are found by themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ON_RECORD = sa.text("change = 'correction' OR standing_before <> ''")
WITHDRAWN = sa.text("withdrawn_at IS NOT NULL")
EARLIER = """(
    SELECT earlier.standing FROM revision earlier
    WHERE earlier.update_id = revision.update_id AND earlier.number < revision.number
    ORDER BY earlier.number DESC LIMIT 1
)"""


def upgrade() -> None:
    for name, length in (("standing_before", 16), ("source", 300), ("source_url", 500)):
        op.add_column("revision", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.add_column("revision", sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE revision SET standing_before = {EARLIER} WHERE change <> 'first' AND standing <> {EARLIER}")  # noqa: S608 — our own words
    op.create_index(
        "ix_revision_on_record", "revision", ["update_id"], sqlite_where=ON_RECORD, postgresql_where=ON_RECORD
    )
    op.create_index(
        "ix_update_withdrawn",
        "update",
        ["visit_id", "withdrawn_at"],
        sqlite_where=WITHDRAWN,
        postgresql_where=WITHDRAWN,
    )


def downgrade() -> None:
    op.drop_index("ix_update_withdrawn", "update")
    op.drop_index("ix_revision_on_record", "revision")
    with op.batch_alter_table("revision") as batch:
        for name in ("issued_at", "source_url", "source", "standing_before"):
            batch.drop_column(name)
