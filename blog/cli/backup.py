"""`flask backup` copies the database while the server runs; `flask restore` puts a backup in its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from sqlite3 import DatabaseError as FileError
from typing import ParamSpec

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from blog import newsroom
from blog.backup import media
from blog.backup import restore as restoring
from blog.backup.create import create_backup
from blog.backup.file import BackupError, Summary, from_newer, verify
from blog.cli import backed_up_media, backup_postgres
from blog.cli.database import NewerDatabase, migrate_file
from blog.cli.progress import exits_on_signals, interruptible, progress
from blog.extensions import db
from blog.outage import reason
from blog.translation import N_, _

P = ParamSpec("P")
UNUSED = N_("Stopped. The database is as it was; pictures and documents that were put back already stay.")


def reports_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Runs a command without migrating the database; an error becomes one line and exit status 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with exits_on_signals():
                command(*args, **kwargs)
        except BackupError as error:
            raise click.ClickException(str(error)) from error
        except (FileError, DatabaseError) as error:
            raise click.ClickException(
                _("Cannot prepare the copy (%(reason)s). Nothing was changed.", reason=reason(error))
            ) from error
        except OSError as error:
            file = error.filename or "the copy"
            raise click.ClickException(
                _("Cannot write %(file)s: %(reason)s.", file=file, reason=error.strerror)
            ) from error

    return run


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=N_("Replace FILE if it exists."))
@reports_errors
def backup(file: Path, force: bool) -> None:
    """Back up the database to FILE.

    Pictures and documents are kept beside it. The server can keep running.
    """
    if not current_app.config["SETTINGS"].uses_sqlite:
        backup_postgres.back_up(file, force)
        return
    with interruptible(_("Stopped. No backup was written.")), progress(_("Database"), 1) as steps:
        summary = create_backup(_database(), file, replace=force, steps=steps)
    click.echo(f"{file}: {summary}")
    backed_up_media.save(file, media.listed(file))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=N_("Replace the database without asking."))
@reports_errors
def restore(file: Path, yes: bool) -> None:
    """Replace the database with the backup FILE. Stop the server first.

    The old database is kept. Open pages reload.
    """
    if not current_app.config["SETTINGS"].uses_sqlite:
        backup_postgres.put_back(file, yes, _warn)
        return
    database = _database()
    current = restoring.current_summary(database)
    with ExitStack() as stack:
        with interruptible(_("Stopped. The database is as it was.")):
            with progress(_("Database"), 1) as steps:
                copy = stack.enter_context(restoring.prepare(file, database, steps))
            restored = verify(copy, file)
            _make_ready(copy, database, file)
            if database.exists() and not yes:
                _confirm(database, current, file, restored)
            copied = backed_up_media.put_back(file, media.listed(copy), _(UNUSED))
        kept = restoring.install(copy, database)
    click.echo(
        _(
            "Restored %(database)s: %(restored)s. Open pages will reload once the server is running.",
            database=database,
            restored=restored,
        )
    )
    backed_up_media.tell(file, copied)
    if kept:
        click.echo(_("The old database was saved as %(file)s", file=kept))
        _warn(restoring.republished(database, kept))


def _database() -> Path:
    return Path(db.engine.url.database or "").resolve()


def _make_ready(copy: Path, database: Path, file: Path) -> None:
    """Migrates the copy of a backup, and notes in it what must not be undone by it."""
    try:
        migrate_file(current_app._get_current_object(), copy)  # type: ignore[attr-defined]
    except NewerDatabase as error:
        raise from_newer(file, error.versions) from error
    restoring.renew_epochs(copy)
    restoring.end_sessions(copy, database)
    newsroom.restored.record(copy)


def _confirm(database: Path, current: Summary | None, file: Path, restored: Summary) -> None:
    if not sys.stdin.isatty():
        raise BackupError(
            _(
                "%(database)s already exists. Add --yes to replace it; the old database is kept next to the new one.",
                database=database,
            )
        )
    content = str(current) if current else "damaged"
    click.confirm(
        _(
            "Replace %(database)s (%(content)s) with %(file)s (%(restored)s)?",
            database=database,
            content=content,
            file=file,
            restored=restored,
        ),
        abort=True,
        err=True,
    )


def _warn(updates: Sequence[str]) -> None:
    if updates:
        sentence = _(
            "Warning: these updates were withdrawn after the backup was made and are public again. "
            "Withdraw them now: %(updates)s",
            updates=", ".join(updates),
        )
        click.echo(sentence, err=True)
