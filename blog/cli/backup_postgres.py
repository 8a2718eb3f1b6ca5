"""`flask backup` and `flask restore` on PostgreSQL, by its own programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.exc import DatabaseError

from blog import newsroom
from blog.backup import postgres
from blog.backup.file import BackupError, Summary, from_newer
from blog.cli import backed_up_media
from blog.cli.database import NewerDatabase, is_up_to_date, migrate_database
from blog.cli.progress import interruptible, progress
from blog.extensions import db
from blog.outage import reason
from blog.settings import Settings
from blog.translation import N_, _

UNFINISHED = N_("Stopped. The database was restored, but not all of its pictures and documents. Run it again.")


def back_up(file: Path, force: bool) -> None:
    """Writes a dump of the database to FILE, and pictures and documents beside it."""
    with interruptible(_("Stopped. No backup was written.")), progress(_("Database"), 1) as steps:
        summary, files = postgres.create_backup(db.engine, file, replace=force, steps=steps)
    click.echo(f"{file}: {summary}")
    backed_up_media.save(file, files)


def put_back(file: Path, yes: bool, warn: Callable[[Sequence[str]], None]) -> None:
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
    warn(_replace(file, settings.instance_dir, is_filled=current is not None))
    try:
        with interruptible(_("Stopped. The database was restored; the server migrates it when it starts.")):
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
    backed_up_media.tell(file, backed_up_media.put_back(file, postgres.files_of(db.engine), _(UNFINISHED)))


def _replace(file: Path, folder: Path, *, is_filled: bool) -> Sequence[str]:
    """Keeps the old content as a file in the folder, and replaces it; returns the updates that are public again."""
    if is_filled:
        with interruptible(_("Stopped. The database is as it was.")), progress(_("Old database"), 1) as steps:
            kept = postgres.keep(db.engine, folder, steps)
        click.echo(_("The old database was saved as %(file)s", file=kept))  # however the rest ends
    stopped = _("Stopped. The database was replaced as a whole or not at all; flask log check shows which it is now.")
    with interruptible(stopped), progress(_("Restoring"), 1) as steps:
        return postgres.restore(file, db.engine, folder, steps)


def _confirm(current: Summary, file: Path) -> None:
    if not sys.stdin.isatty():
        raise BackupError(_("The database is not empty. Add --yes to replace it; its content is kept as a file."))
    sentence = _("Replace the database (%(content)s) with %(file)s?", content=current, file=file)
    click.confirm(sentence, abort=True, err=True)
