"""the audit: a chain of entries for each visit, and one for accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chain = op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("pruned", sa.Integer(), nullable=False),
        sa.Column("pruned_hash", sa.String(64), nullable=False),
        sa.Column("pruned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_audit_chain_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
        sa.UniqueConstraint("name", name=op.f("uq_audit_chain_name")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_audit_chain_visit_id")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("door", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(300), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(45), nullable=True),
        sa.Column("actor_salt", sa.String(32), nullable=True),
        sa.Column("actor_digest", sa.String(64), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("about_name", sa.String(300), nullable=True),
        sa.Column("about_salt", sa.String(32), nullable=True),
        sa.Column("about_digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["audit_chain.id"], name=op.f("fk_audit_entry_chain_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain_id", "number", name=op.f("uq_audit_entry_chain_id_number")),
    )
    for column in ("at", "actor_id", "about_id"):
        op.create_index(op.f(f"ix_audit_entry_{column}"), "audit_entry", [column])
    visits = op.get_bind().execute(sa.text("SELECT id FROM visit ORDER BY id")).scalars().all()
    op.bulk_insert(chain, [_empty("accounts", None), *(_empty(f"visit {visit_id}", visit_id) for visit_id in visits)])


def downgrade() -> None:
    op.drop_table("audit_entry")
    op.drop_table("audit_chain")


def _empty(name: str, visit_id: int | None) -> dict[str, str | int | None]:
    numbers = {"visit_id": visit_id, "length": 0, "pruned": 0, "pruned_at": None}
    return numbers | {"name": name, "hash": "", "pruned_hash": "", "seal": ""}
