"""Records in the audit of a database that it was restored from a backup."""

from __future__ import annotations

from pathlib import Path

from blog.database import engine_of
from blog.models import AccountAct, Door
from blog.newsroom import audit, commits, origin
from blog.newsroom.origin import Origin


def record_here() -> None:
    """Records the restore in the app's own database."""
    with origin.acting(Origin(Door.COMMAND)), commits.write_session() as session:
        audit.record(session, AccountAct.RESTORE_BACKUP)


def record(path: Path) -> None:
    """Records the restore in the prepared copy, before it takes its place. What came after the backup is not in it."""
    engine = engine_of(path)
    try:
        with origin.acting(Origin(Door.COMMAND)), commits.write_session(file=engine) as session:
            audit.record(session, AccountAct.RESTORE_BACKUP)
    finally:
        engine.dispose()
