"""errors that readers report"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = op.f("fk_reader_report_note_id")
    op.create_table(
        "reader_report",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["desk_note.id"], name=name, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_reader_report")),
    )


def downgrade() -> None:
    op.drop_table("reader_report")
