"""`flask reporter`: accounts of the desk."""

from __future__ import annotations

import secrets
import sys

import click

from blog import newsroom
from blog.cli import address
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
    password = _password(password_stdin)
    newsroom.reporters.add(email, name=name, role=role, password=password)
    click.echo(f"{email} may sign in at {address.of_site()}/desk")
    if not password_stdin:
        click.echo(f"Password: {password}")


@reporter.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@ready
def set_password(email: str, password_stdin: bool) -> None:
    """Gives an account another password and signs it out everywhere; makes one up unless it is given."""
    password = _password(password_stdin)
    newsroom.reporters.set_password(email, password)
    click.echo(f"{email} has another password and is signed out everywhere.")
    if not password_stdin:
        click.echo(f"Password: {password}")


@reporter.command()
@click.argument("email")
@ready
def off(email: str) -> None:
    """Switches an account off: it is signed out everywhere and cannot sign in. What it wrote stays."""
    newsroom.reporters.switch_off(email)
    click.echo(f"{email} is switched off and signed out everywhere. To undo: flask reporter on {email}")


@reporter.command()
@click.argument("email")
@ready
def on(email: str) -> None:
    """Switches an account on again."""
    newsroom.reporters.switch_on(email)
    click.echo(f"{email} may sign in again at {address.of_site()}/desk")


@reporter.command("sign-out")
@click.argument("email")
@ready
def sign_out(email: str) -> None:
    """Signs an account out on all its devices."""
    newsroom.reporters.sign_out(email)
    click.echo(f"{email} is signed out everywhere.")


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else secrets.token_urlsafe(12)
