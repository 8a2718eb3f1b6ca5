"""`flask version`: which Dateline this is, and on what it runs."""

from __future__ import annotations

import platform

import click
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext

from blog.release import VERSION


@click.command()
@with_appcontext
def version() -> None:
    """Print the version of Dateline, of its database and of Python.

    It does not need the database.
    """
    [head] = ScriptDirectory(current_app.extensions["migrate"].directory).get_heads()
    click.echo(f"Dateline\t{VERSION}\ndatabase\t{head}\nPython\t{platform.python_version()}")
