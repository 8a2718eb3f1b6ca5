"""`flask rerender`: texts as the present renderer shows them."""

from __future__ import annotations

import click

from blog import newsroom
from blog.cli.command import ready


@click.command()
@ready
def rerender() -> None:
    """Renders all texts anew that an older version rendered. Readers see it when their pages are next made."""
    click.echo(f"{newsroom.rerender.rerender_all():,} updates rendered anew. Restart the server to show them at once.")
