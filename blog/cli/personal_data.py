"""`flask reporter export`: what the site knows of a person, as JSON."""

from __future__ import annotations

import json

import click

from blog import newsroom
from blog.cli.command import with_database
from blog.newsroom.errors import NotFound
from blog.queries import personal_data
from blog.translation import _


@click.command()
@click.argument("email")
@with_database
def export(email: str) -> None:
    """Print the personal data of an account as JSON.

    These are the account, its sessions and keys, what it wrote, and what the audit has of it; no password or secret.
    """
    found = personal_data.of(email)
    if found is None:
        raise NotFound(_("There is no account %(address)s.", address=email))
    newsroom.reporters.note_export(email)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
