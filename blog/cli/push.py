"""`flask push`: makes the key with which the site signs notifications."""

from __future__ import annotations

import click

from blog.push import new_key
from blog.translation import _


@click.group()
def push() -> None:
    """Set up notifications on readers' devices."""


@push.command()
def keys() -> None:
    """Make a key for PUSH_KEY and print it.

    Make it once and keep it: with another one, browsers that have subscribed get nothing more.
    """
    click.echo(_("Keep this as PUSH_KEY, or in the file that PUSH_KEY_FILE names."), err=True)
    click.echo(new_key())
