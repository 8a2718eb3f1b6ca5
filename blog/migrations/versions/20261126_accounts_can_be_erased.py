"""an account can be erased: what it saved last stays, without its id"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


KEY = "fk_update_saved_by_id"


def upgrade() -> None:
    _remake("SET NULL")


def downgrade() -> None:
    _remake("NO ACTION")


def _remake(rule: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(KEY, "update")
        op.create_foreign_key(KEY, "update", "reporter", ["saved_by_id"], ["id"], ondelete=rule)
        return
    # SQLite cannot change a foreign key, and a batch would make the table anew, without the triggers of the search.
    reference = f"INTEGER CONSTRAINT {KEY} REFERENCES reporter (id) ON DELETE {rule}"
    for statement in (
        f'ALTER TABLE "update" ADD COLUMN saver_id {reference}',
        'UPDATE "update" SET saver_id = saved_by_id WHERE saved_by_id IS NOT NULL',
        'ALTER TABLE "update" DROP COLUMN saved_by_id',
        'ALTER TABLE "update" RENAME COLUMN saver_id TO saved_by_id',
    ):
        op.execute(statement)
