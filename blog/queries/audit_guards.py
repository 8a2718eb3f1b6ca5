"""Whether the database itself still refuses to change and remove entries of the audit: its triggers, by name."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_GUARDS = {f"audit_{table}_{act}" for table in ("entry", "chain") for act in ("update", "delete")}
_GUARDS_OF = {
    "sqlite": {"audit_entry_replace", "audit_chain_replace"},
    "postgresql": {"audit_entry_truncate", "audit_chain_truncate"},
}
_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}


def missing(session: Session) -> list[str]:
    """The triggers that are gone or switched off, which the migrations made."""
    dialect = session.get_bind().dialect.name
    there = set(session.scalars(text(_THERE[dialect])))
    return sorted((_GUARDS | _GUARDS_OF[dialect]) - there)
