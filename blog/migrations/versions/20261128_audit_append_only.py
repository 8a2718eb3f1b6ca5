"""triggers that refuse to change or remove entries of the audit

What stays possible is what the newsroom does: it adds entries, removes those that a chain's checkpoint covers, and
erases personal fields, with a mark in the place of their salt. A chain's numbers only grow.

Alembic's batch mode on one of the two tables makes it anew on SQLite and loses the triggers: a later migration that
needs it must put them back (`flask log check` names those that are missing).
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

SAYS = "the audit is append-only"
WHAT = ["id", "chain_id", "number", "at", "act", "subject", "detail", "door", "count"]
NEVER = [*WHAT, "actor_digest", "about_digest", "previous", "hash"]
ACTOR, ABOUT = ["actor_id", "actor_name", "session_id", "key_id", "address"], ["about_id", "about_name"]
ENTRY, CHAIN = "audit_entry", "audit_chain"
# What is refused, by the name of the trigger. SQLite's REPLACE deletes rows without asking the triggers of DELETE.
SQLITE = {
    "audit_entry_replace": (ENTRY, "INSERT", "EXISTS (SELECT 1 FROM audit_entry WHERE id = new.id "
                            "OR (chain_id = new.chain_id AND number = new.number))"),
    "audit_chain_replace": (CHAIN, "INSERT", "EXISTS (SELECT 1 FROM audit_chain WHERE id = new.id "
                            "OR name = new.name OR visit_id = new.visit_id)"),
}  # fmt: skip
BOTH = {
    "audit_entry_delete": (ENTRY, "DELETE", "NOT EXISTS (SELECT 1 FROM audit_chain "
                           "WHERE id = old.chain_id AND pruned >= old.number)"),
    "audit_chain_delete": (CHAIN, "DELETE", ""),
}  # fmt: skip
RETURNED = {"DELETE": "old", "TRUNCATE": "NULL"}
POSTGRESQL = {f"{table}_truncate": (table, "TRUNCATE", "") for table in (ENTRY, CHAIN)}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    same = "IS" if is_sqlite else "IS NOT DISTINCT FROM"
    triggers = {
        "audit_entry_update": (ENTRY, "UPDATE", _is_no_erasure(same)),
        "audit_chain_update": (CHAIN, "UPDATE", _is_no_growth(same)),
        **BOTH,
    }
    if is_sqlite:
        for name, (table, act, when) in (triggers | SQLITE).items():
            condition = f" WHEN {when}" if when else ""
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
        return
    for name, (table, act, when) in (triggers | POSTGRESQL).items():
        condition, each = (when or "true"), ("STATEMENT" if act == "TRUNCATE" else "ROW")
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {RETURNED.get(act, 'new')}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    others = SQLITE if is_sqlite else POSTGRESQL
    for name in ("audit_entry_update", "audit_chain_update", *BOTH, *others):
        table = ENTRY if name.startswith(ENTRY) else CHAIN
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _is_no_erasure(same: str) -> str:
    """Whether an entry changes otherwise than by the erasure of who acted or of whom it concerned."""
    parts = (_is_erased_or_same(fields, salt, same) for fields, salt in ((ACTOR, "actor_salt"), (ABOUT, "about_salt")))
    return "NOT (" + " AND ".join((_are_same(NEVER, same), *parts)) + ")"


def _is_erased_or_same(fields: list[str], salt: str, same: str) -> str:
    erased = " AND ".join(f"new.{field} IS NULL" for field in fields)
    is_marked = f"coalesce(new.{salt}, '') LIKE 'erased:%'"
    return f"(({_are_same([*fields, salt], same)}) OR ({erased} AND {is_marked}))"


def _is_no_growth(same: str) -> str:
    """Whether a chain becomes another, or goes back: its end and its checkpoint move only with their numbers."""
    end = "(new.length > old.length OR (new.length = old.length AND new.hash = old.hash))"
    checkpoint = (
        f"(new.pruned > old.pruned OR (new.pruned = old.pruned AND {_are_same(['pruned_hash', 'pruned_at'], same)}))"
    )
    return f"NOT ({_are_same(['id', 'name', 'visit_id'], same)} AND {end} AND {checkpoint})"


def _are_same(fields: list[str], same: str) -> str:
    return " AND ".join(f"new.{field} {same} old.{field}" for field in fields)
