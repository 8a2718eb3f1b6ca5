"""embargoes, with the updates and the banner that are held under each, and the reasons given at the desk"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OPEN, DUE = "released_at IS NULL", "released_at IS NULL AND refused_at IS NULL"
COVERED = "embargo_id IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "embargo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("city", sa.String(300), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("set_by_id", sa.Integer()),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("released_by_id", sa.Integer()),
        sa.Column("refused_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_embargo_visit_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["set_by_id"], ["reporter.id"], name=op.f("fk_embargo_set_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["reporter.id"], name=op.f("fk_embargo_released_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embargo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_embargo_public_id")),
    )
    _partial_index("ix_embargo_open", "embargo", ["visit_id", "id"], OPEN)
    _partial_index("ix_embargo_due", "embargo", ["until"], DUE)
    op.create_index(op.f("ix_embargo_visit_id"), "embargo", ["visit_id"])
    op.create_table(
        "held_banner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("embargo_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(280), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("update_id", sa.Integer()),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["embargo_id"], ["embargo.id"], name=op.f("fk_held_banner_embargo_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["update.id"], name=op.f("fk_held_banner_update_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_banner")),
        sa.UniqueConstraint("embargo_id", name=op.f("uq_held_banner_embargo_id")),
    )
    # In SQL, and not in a batch: that would make SQLite's table anew, without the triggers of the search.
    op.execute(
        'ALTER TABLE "update" ADD COLUMN embargo_id INTEGER '
        "CONSTRAINT fk_update_embargo_id REFERENCES embargo (id) ON DELETE SET NULL"
    )
    _partial_index("ix_update_embargo", "update", ["embargo_id", "waiting_since"], COVERED)
    op.add_column("desk_event", sa.Column("note", sa.String(500), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("desk_event", "note")
    # No held text may become public, and no earlier version knows of any.
    op.execute("UPDATE \"update\" SET state = 'draft' WHERE state = 'held'")
    op.drop_index("ix_update_embargo", "update")
    op.execute('ALTER TABLE "update" DROP COLUMN embargo_id')
    op.drop_table("held_banner")
    op.drop_table("embargo")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
