"""an update names the side whose words these are, with or without a person who speaks for it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ALONE = sa.text("delegation_id IS NOT NULL AND speaker_id IS NULL")
OF_SPEAKER = "(SELECT delegation_id FROM speaker WHERE speaker.id = speaker_id)"


def upgrade() -> None:
    # In SQL, and not in a batch: that would make SQLite's table anew, without the triggers of the search.
    op.execute(
        'ALTER TABLE "update" ADD COLUMN delegation_id INTEGER '
        "CONSTRAINT fk_update_delegation_id REFERENCES delegation (id)"
    )
    op.execute(f'UPDATE "update" SET delegation_id = {OF_SPEAKER} WHERE speaker_id IS NOT NULL')  # noqa: S608 — our own words
    op.create_index("ix_update_delegation", "update", ["delegation_id", "visit_id", "number", "state"])
    op.create_index(
        "ix_update_side_alone", "update", ["delegation_id", "number"], sqlite_where=ALONE, postgresql_where=ALONE
    )


def downgrade() -> None:
    op.drop_index("ix_update_side_alone", table_name="update")
    op.drop_index("ix_update_delegation", table_name="update")
    op.execute('ALTER TABLE "update" DROP COLUMN delegation_id')
