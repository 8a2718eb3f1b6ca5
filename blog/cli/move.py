"""`flask move`: copies everything to another database, accounts and drafts too, proves it, and says what to set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from sqlalchemy.exc import DatabaseError

from blog.backup import move as moving
from blog.backup.file import BackupError
from blog.cli.backup import reports_errors
from blog.cli.database import migrate_database, migrate_engine
from blog.cli.progress import interruptible, progress
from blog.extensions import db
from blog.outage import reason
from blog.settings import SettingsError, sqlalchemy_url
from blog.translation import _


@click.command()
@click.argument("database_url", envvar="MOVE_TO")
@reports_errors
def move(database_url: str) -> None:
    """Copy everything to the empty database DATABASE_URL. Stop the server first.

    Accounts, drafts, sessions, keys and the audit are copied as well, and every row is compared. The present database
    stays as it is. An address with a password is better set in MOVE_TO: others can read what stands in a command.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with moving.opened(_address(database_url)) as target:
        moving.require_empty(db.engine, target)
        moving.require_unused(db.engine)
        with interruptible(_("Stopped. Nothing was copied.")):
            migrate_database(app)
        with _says_what_is_left(is_file=target.dialect.name == "sqlite"):
            migrate_engine(app, target)
            rows = moving.count(db.engine)
            with progress(_("Copying"), rows) as steps:
                moving.copy(db.engine, target, steps)
            with progress(_("Comparing"), rows) as steps:
                proved = moving.prove(db.engine, target, steps)
    for table, number in proved.items():
        if number:
            click.echo(f"{table}: {number}")
    click.echo(_("%(rows)s rows in %(tables)s tables, each the same in both databases.", rows=rows, tables=len(proved)))
    click.echo(_("Now set this, with everything else as it is, SECRET_KEY and MEDIA_DIR too, and start the server:"))
    click.echo(f"DATABASE_URL={moving.masked(database_url)}")


@contextmanager
def _says_what_is_left(*, is_file: bool) -> Iterator[None]:
    """Whatever ends the copy, the next one needs an empty database again."""
    left = _("Drop the new database, create it again, then move again.")
    if is_file:
        left = _("The new file was removed.")
    try:
        with interruptible(_("Stopped. The present database is as it was. %(left)s", left=left)):
            yield
    except BackupError as error:
        raise BackupError(f"{error} {left}") from error
    except DatabaseError as error:
        raise BackupError(_("The copy failed (%(reason)s). %(left)s", reason=reason(error), left=left)) from error


def _address(url: str) -> str:
    try:
        return sqlalchemy_url(url)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
