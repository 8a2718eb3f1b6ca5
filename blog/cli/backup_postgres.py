"""`flask backup` and `flask restore` on PostgreSQL, by its own programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.exc import DatabaseError

from blog import newsroom
from blog.backup import media, postgres
from blog.backup.file import BackupError, Summary, from_newer
from blog.cli.database import NewerDatabase, is_up_to_date, migrate_database
from blog.extensions import db
from blog.media.store import current_store
from blog.outage import reason
from blog.settings import Settings
from blog.translation import _

Tell = Callable[[Path, media.Copied], None]


def back_up(file: Path, force: bool, tell: Tell) -> None:
    """Writes a dump of the database to FILE, and pictures and documents beside it."""
    summary, files = postgres.create_backup(db.engine, file, replace=force)
    click.echo(f"{file}: {summary}")
    tell(media.folder_of(file), media.save(file, current_store(), files))


def put_back(file: Path, yes: bool, tell: Tell, warn: Callable[[Sequence[str]], None]) -> None:
    """Replaces the database by the dump FILE, migrates it, and puts back pictures and documents.

    What has to be known of it is said first: from there on, whatever fails comes after the change.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.config["SETTINGS"]
    postgres.verify(file)
    try:
        is_up_to_date(app, postgres.migrations_in(file))
    except NewerDatabase as error:
        raise from_newer(file, error.versions) from error
    db.session.remove()
    db.engine.dispose()  # so that only others are in the way
    current = postgres.current_summary(db.engine)
    if current and not yes:
        _confirm(current, file)
    restored = postgres.restore(file, db.engine, settings.instance_dir)
    if restored.kept:
        click.echo(_("The old database was saved as %(file)s", file=restored.kept))
    warn(restored.republished)
    try:
        migrate_database(app)
        newsroom.restored.record_here()
        after = postgres.summary(db.engine)
    except DatabaseError as error:
        raise BackupError(
            _("The database was restored, but what comes after it failed: %(reason)s.", reason=reason(error))
        ) from error
    click.echo(
        _("Restored the database: %(restored)s. Open pages will reload once the server is running.", restored=after)
    )
    tell(media.folder_of(file), media.put_back(file, current_store(), postgres.files_of(db.engine)))


def _confirm(current: Summary, file: Path) -> None:
    if not sys.stdin.isatty():
        raise BackupError(_("The database is not empty. Add --yes to replace it; its content is kept as a file."))
    sentence = _("Replace the database (%(content)s) with %(file)s?", content=current, file=file)
    click.confirm(sentence, abort=True, err=True)
