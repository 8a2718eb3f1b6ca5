"""notes to the desk, and handover notes"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        _key("desk_note", "visit_id", "visit", "CASCADE"),
        _key("desk_note", "update_id", "update", "CASCADE"),
        _key("desk_note", "author_id", "reporter", "SET NULL"),
        _key("desk_note", "resolved_by_id", "reporter", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_note")),
    )
    is_open = sa.text("resolved_at IS NULL")
    op.create_index(
        "ix_desk_note_open", "desk_note", ["visit_id", "id"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "desk_note_mention",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        _key("desk_note_mention", "note_id", "desk_note", "CASCADE"),
        _key("desk_note_mention", "reporter_id", "reporter", "CASCADE"),
        sa.PrimaryKeyConstraint("note_id", "reporter_id", name=op.f("pk_desk_note_mention")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(1000), nullable=False) for name in ("who_is_on", "what_waits", "promised")),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _key("handover", "visit_id", "visit", "CASCADE"),
        _key("handover", "author_id", "reporter", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_table(
        "handover_read",
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        _key("handover_read", "reporter_id", "reporter", "CASCADE"),
        _key("handover_read", "visit_id", "visit", "CASCADE"),
        _key("handover_read", "handover_id", "handover", "CASCADE"),
        sa.PrimaryKeyConstraint("reporter_id", "visit_id", name=op.f("pk_handover_read")),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("handover_read", "handover", "desk_note_mention", "desk_note"):
        op.drop_table(table)


INDEXED = (
    ("desk_note", "visit_id"),
    ("desk_note", "update_id"),
    ("desk_note_mention", "reporter_id"),
    ("handover", "visit_id"),
    ("handover_read", "visit_id"),
)


def _key(table: str, column: str, other: str, rule: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=rule)
