"""`flask token`: makes, lists and revokes API keys."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import click

from blog import newsroom
from blog.cli.command import with_database
from blog.models import ApiKey, Scope
from blog.models.visit import now
from blog.newsroom.errors import NotFound
from blog.permissions import SYSTEM
from blog.queries import accounts, api_keys
from blog.text import clock
from blog.translation import N_, _

EVERYTHING = "all"


class Expiry(click.ParamType[datetime]):
    """A day in UTC, at whose end a key ends, or a number of days from now."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            if value.endswith("d"):
                return now() + timedelta(days=int(value[:-1]))
            return datetime.combine(datetime.fromisoformat(value).date() + timedelta(days=1), time(), UTC)
        except (ValueError, OverflowError):
            self.fail(_("Give a day such as 2027-01-31, or a number of days such as 90d."), param, ctx)


@click.group()
def token() -> None:
    """Manage API keys, with which programs act for an account."""


@token.command()
@click.argument("email")
@click.option("--name", required=True, help=N_("What uses the key."))
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([*(scope.value for scope in Scope), EVERYTHING]),
    help=N_("What it may do; repeat it for several. With “all”: whatever the account may do."),
)
@click.option("--visit", "visits", multiple=True, metavar="SLUG", help=N_("A visit that it is for; otherwise all."))
@click.option("--expires", type=Expiry(), help=N_("The last day of its use (2027-01-31), or days from now (90d)."))
@with_database
def new(email: str, name: str, scopes: tuple[str, ...], visits: tuple[str, ...], expires: datetime | None) -> None:
    """Make a key for an account, and print its token.

    The token is shown this once: only its digest is stored.
    """
    account_id = _account(email)
    _key, made = newsroom.api_keys.make(
        account_id,
        name=name,
        scopes=tuple(Scope) if EVERYTHING in scopes else scopes,
        visits=visits or None,
        expires_at=expires,
    )
    click.echo(made)
    click.echo(_("Keep it now: it is not shown again."), err=True)


@token.command("list")
@click.argument("email", required=False)
@with_database
def list_(email: str | None) -> None:
    """List the keys of all accounts, or of one."""
    for key in api_keys.listed(_account(email) if email else None):
        visits = _("all visits") if key.for_all_visits else ", ".join(one.visit.slug for one in key.visits)
        number = _("key %(number)s", number=key.id)  # as the audit has it
        columns = key.prefix, key.reporter.email, key.name, " ".join(key.scopes), visits, _state(key), number
        click.echo("\t".join(columns))


@token.command()
@click.argument("prefix")
@with_database
def revoke(prefix: str) -> None:
    """End a key, named by its beginning.

    `flask token list` shows the beginnings.
    """
    newsroom.api_keys.revoke(prefix, SYSTEM)
    click.echo(_("%(prefix)s is revoked.", prefix=prefix))


def _account(email: str) -> int:
    account = accounts.by_email(email)
    if account is None:
        raise NotFound(
            _("There is no account %(address)s. Add it with: flask reporter add %(address)s --name …", address=email)
        )
    return account.id


def _state(key: ApiKey) -> str:
    if key.revoked_at:
        return _("revoked")
    if key.has_expired(now()):
        return _("expired")
    return _("used %(time)s", time=clock.iso(key.used_at)) if key.used_at else _("never used")
