"""`flask reporter`: manages the accounts of the desk."""

from __future__ import annotations

import secrets
import sys

import click

from blog import newsroom
from blog.cli import address
from blog.cli.command import visit_id, with_database
from blog.models import Role
from blog.permissions import SYSTEM
from blog.queries import accounts, visits
from blog.translation import N_, _


@click.group()
def reporter() -> None:
    """Manage the accounts of the desk."""


@reporter.command()
@click.argument("email")
@click.option("--name", required=True, help=N_("Name shown to readers under this account's updates."))
@click.option("--role", type=click.Choice([role.value for role in Role]), default="reporter", show_default=True)
@click.option("--password-stdin", is_flag=True, help=N_("Read the password from standard input."))
@with_database
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Add an account.

    It becomes a member of every visit. Its password is random unless one is given.
    """
    password = _password(password_stdin)
    newsroom.reporters.add(email, name=name, role=role, password=password)
    click.echo(_("%(email)s can sign in at %(site)s/desk", email=email, site=address.site_url()))
    if not password_stdin:
        click.echo(_("Password: %(password)s", password=password))


@reporter.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="reporter", show_default=True)
@click.option("--visit", "slugs", multiple=True, metavar="SLUG", help=N_("A visit to write to; can be repeated."))
@with_database
def invite(email: str, role: str, slugs: tuple[str, ...]) -> None:
    """Print a link with which a person makes an account.

    The link works once, for seven days, and takes the place of an earlier one. Without --visit, the account can write
    to every visit that has not ended.
    """
    visit_ids = [visit_id(slug) for slug in slugs] or visits.going_on()
    token = newsroom.invitations.invite(SYSTEM, email, role=role, visit_ids=visit_ids)
    click.echo(f"{address.site_url()}/desk/invitations/{token}")


@reporter.command("list")
@with_database
def list_() -> None:
    """List the accounts.

    A line has address, role, state and name, separated by tabs.
    """
    for account in accounts.everybody():
        state = "on" if account.active else "off"
        click.echo(f"{account.email}\t{account.role}\t{state}\t{account.name}")


@reporter.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@with_database
def role(email: str, role: str) -> None:
    """Give an account another role."""
    newsroom.administration.change_role(SYSTEM, newsroom.reporters.id_of(email), role)
    click.echo(_("%(email)s is now: %(role)s", email=email, role=role))


@reporter.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help=N_("Read the password from standard input."))
@with_database
def set_password(email: str, password_stdin: bool) -> None:
    """Set a new password.

    The password is random unless one is given. The account is signed out everywhere.
    """
    password = _password(password_stdin)
    newsroom.reporters.set_password(email, password)
    click.echo(_("%(email)s has a new password and is signed out everywhere.", email=email))
    if not password_stdin:
        click.echo(_("Password: %(password)s", password=password))


@reporter.command()
@click.argument("email")
@with_database
def off(email: str) -> None:
    """Switch an account off.

    It is signed out everywhere and cannot sign in. Its updates stay.
    """
    newsroom.reporters.switch_off(email)
    click.echo(
        _("%(email)s is switched off and signed out everywhere. To undo: flask reporter on %(email)s", email=email)
    )


@reporter.command()
@click.argument("email")
@with_database
def on(email: str) -> None:
    """Switch an account on again."""
    newsroom.reporters.switch_on(email)
    click.echo(_("%(email)s can sign in again at %(site)s/desk", email=email, site=address.site_url()))


@reporter.command("reset-second-factor")
@click.argument("email")
@with_database
def reset_second_factor(email: str) -> None:
    """Remove a lost second factor.

    The account is signed out everywhere and signs in with its password alone.
    """
    newsroom.administration.clear_second_factors(SYSTEM, newsroom.reporters.id_of(email))
    click.echo(_("%(email)s signs in with the password alone, and is signed out everywhere.", email=email))


@reporter.command("sign-out")
@click.argument("email")
@with_database
def sign_out(email: str) -> None:
    """Sign an account out on all devices."""
    newsroom.reporters.sign_out(email)
    click.echo(_("%(email)s is signed out everywhere.", email=email))


@reporter.command()
@click.argument("email")
@click.confirmation_option(prompt=N_("This cannot be undone. Erase the account?"))
@with_database
def erase(email: str) -> None:
    """Erase an account for good.

    Its sessions and unsent texts are erased too. Its updates stay, signed with its name.
    """
    newsroom.reporters.erase(email)
    click.echo(_("%(email)s is erased. Its updates stay, signed with its name.", email=email))


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else secrets.token_urlsafe(12)
