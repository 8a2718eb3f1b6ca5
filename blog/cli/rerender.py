"""`flask rerender`: renders stored texts again after an upgrade."""

from __future__ import annotations

import click

from blog import newsroom
from blog.cli.command import with_database


@click.command()
@with_database
def rerender() -> None:
    """Render again all texts from an older renderer. Readers see them when pages are next rendered."""
    click.echo(f"{newsroom.rerender.rerender_all():,} updates rendered again. Restart the server to show them at once.")
