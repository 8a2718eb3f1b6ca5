"""`flask reporter`: accounts of the desk."""

from __future__ import annotations

import secrets
import sys

import click
from flask import current_app

from blog import newsroom
from blog.cli.command import ready
from blog.models import Role


@click.group()
def reporter() -> None:
    """Accounts of the desk."""


@reporter.command()
@click.argument("email")
@click.option("--name", required=True, help="As readers see it under what the account writes.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="reporter", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@ready
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Adds an account that belongs to every visit; makes up a password unless one is given."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(12)
    newsroom.reporters.add(email, name=name, role=role, password=password)
    click.echo(f"{email} may sign in at {current_app.config['PUBLIC_URL']}/desk")
    if not password_stdin:
        click.echo(f"Password: {password}")
