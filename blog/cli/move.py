"""`flask move`: copies everything to another database, accounts and drafts too, proves it, and says what to set."""

from __future__ import annotations

import click
from flask import Flask, current_app

from blog.backup import move as moving
from blog.cli.backup import reports_errors
from blog.cli.database import migrate_database, migrate_engine
from blog.cli.progress import progress
from blog.extensions import db
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
        migrate_database(app)
        migrate_engine(app, target)
        rows = moving.count(db.engine)
        with progress(_("Copying"), rows) as advance:
            moving.copy(db.engine, target, lambda _table, number: advance(number))
        with progress(_("Comparing"), rows) as advance:
            proved = moving.prove(db.engine, target, lambda _table, number: advance(number))
    for table, number in proved.items():
        if number:
            click.echo(f"{table}: {number}")
    click.echo(_("%(rows)s rows in %(tables)s tables, each the same in both databases.", rows=rows, tables=len(proved)))
    click.echo(_("Now set this, with everything else as it is, SECRET_KEY and MEDIA_DIR too, and start the server:"))
    click.echo(f"DATABASE_URL={moving.masked(database_url)}")


def _address(url: str) -> str:
    try:
        return sqlalchemy_url(url)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
