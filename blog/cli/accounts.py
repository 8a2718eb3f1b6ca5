"""`flask reporter`: manages the accounts of the desk."""

from __future__ import annotations

import secrets
import sys

import click

from blog import newsroom
from blog.cli import address
from blog.cli.command import with_database
from blog.models import Role


@click.group()
def reporter() -> None:
    """Manage the accounts of the desk."""


@reporter.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that readers see under its updates.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="reporter", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_database
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Add an account to every visit, with a random password unless one is given."""
    password = _password(password_stdin)
    newsroom.reporters.add(email, name=name, role=role, password=password)
    click.echo(f"{email} can sign in at {address.site_url()}/desk")
    if not password_stdin:
        click.echo(f"Password: {password}")


@reporter.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_database
def set_password(email: str, password_stdin: bool) -> None:
    """Set a new password, random unless one is given, and sign the account out everywhere."""
    password = _password(password_stdin)
    newsroom.reporters.set_password(email, password)
    click.echo(f"{email} has a new password and is signed out everywhere.")
    if not password_stdin:
        click.echo(f"Password: {password}")


@reporter.command()
@click.argument("email")
@with_database
def off(email: str) -> None:
    """Switch an account off: sign it out everywhere and keep it out. Its updates stay."""
    newsroom.reporters.switch_off(email)
    click.echo(f"{email} is switched off and signed out everywhere. To undo: flask reporter on {email}")


@reporter.command()
@click.argument("email")
@with_database
def on(email: str) -> None:
    """Switch an account on again."""
    newsroom.reporters.switch_on(email)
    click.echo(f"{email} can sign in again at {address.site_url()}/desk")


@reporter.command("sign-out")
@click.argument("email")
@with_database
def sign_out(email: str) -> None:
    """Sign an account out on all devices."""
    newsroom.reporters.sign_out(email)
    click.echo(f"{email} is signed out everywhere.")


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else secrets.token_urlsafe(12)
