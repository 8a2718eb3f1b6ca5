"""`flask backup`, a copy of the database while it serves; `flask restore`, which puts one back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from sqlite3 import DatabaseError as FileError
from typing import ParamSpec

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from blog.backup import restore as restoring
from blog.backup.create import take
from blog.backup.file import Content, CopyError, prove
from blog.cli.database import NewerDatabase, bring_file_up_to_date
from blog.extensions import db
from blog.outage import reason

P = ParamSpec("P")

DUMP = "pg_dump --format=custom --file=FILE"
PUT_BACK = "pg_restore --clean --if-exists --dbname=DATABASE FILE"


def on_files(command: Callable[P, None]) -> Callable[P, None]:
    """Runs a command in the app, with the database untouched; a refusal becomes one line and exit status 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with ending_tidily():
                command(*args, **kwargs)
        except CopyError as error:
            raise click.ClickException(str(error)) from error
        except (FileError, DatabaseError) as error:
            words = f"The copy cannot be made ready ({reason(error)}). Nothing was changed."
            raise click.ClickException(words) from error
        except OSError as error:
            what = error.filename or "The copy"
            raise click.ClickException(f"{what} cannot be written: {error.strerror}.") from error

    return run


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Lets a command that is told to end take away what it has begun."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the FILE that is there.")
@on_files
def backup(file: Path, force: bool) -> None:
    """Copies the SQLite database into FILE, also while the server serves and writes."""
    if current_app.config["SETTINGS"].uses_sqlite:
        click.echo(f"{file}: {take(_database(), file, replace=force)}")
        return
    raise click.ClickException(f"The database is PostgreSQL, which makes its own copies: {DUMP} DATABASE")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask before the database is replaced.")
@on_files
def restore(file: Path, yes: bool) -> None:
    """Puts the copy FILE in the place of the SQLite database. Stop the server first: it is refused while one runs.

    The database that is there is kept beside it. Pages that are open load again.
    """
    if not current_app.config["SETTINGS"].uses_sqlite:
        words = f"The database is PostgreSQL, which has its own way back: {PUT_BACK}"
        raise click.ClickException(f"{words}; then give every log a new life, as docs/production.md says.")
    database = _database()
    present = restoring.present_content(database)
    with restoring.ready_to_change(file, database) as made:
        coming = prove(made, file)
        _bring_up_to_date(made, file)
        restoring.renew_epochs(made)
        restoring.end_sessions(made, database)
        if database.exists() and not yes:
            _ask(database, present, file, coming)
        kept = restoring.put_in_place(made, database)
    click.echo(f"{database}: {coming}. Every page that is open loads again once the server runs.")
    if kept:
        click.echo(f"{kept}: what was there before")
        _warn(restoring.public_again(database, kept))


def _database() -> Path:
    return Path(db.engine.url.database or "").resolve()


def _bring_up_to_date(made: Path, file: Path) -> None:
    try:
        bring_file_up_to_date(current_app._get_current_object(), made)  # type: ignore[attr-defined]
    except NewerDatabase as error:
        raise CopyError(f"{file} is of a newer Dateline (version {error.versions}). Install that one first.") from error


def _ask(database: Path, present: Content | None, file: Path, coming: Content) -> None:
    if not sys.stdin.isatty():
        raise CopyError(f"{database} is there already. Say --yes to replace it; it is kept beside the new one.")
    there = str(present) if present else "which cannot be read"
    click.confirm(f"Replace {database} ({there}) with {file} ({coming})?", abort=True, err=True)


def _warn(updates: Sequence[str]) -> None:
    if updates:
        listed = ", ".join(updates)
        click.echo(f"Warning: taken down since the copy was made, and public again with it: {listed}", err=True)
