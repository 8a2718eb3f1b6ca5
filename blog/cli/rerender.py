"""`flask rerender`: renders stored texts again after an upgrade."""

from __future__ import annotations

import click

from blog import newsroom
from blog.cli.command import with_database
from blog.translation import ngettext


@click.command()
@with_database
def rerender() -> None:
    """Render stored texts again after an upgrade."""
    count = newsroom.rerender.rerender_all()
    click.echo(
        ngettext(
            "%(num)s update rendered again. Restart the server to show it at once.",
            "%(num)s updates rendered again. Restart the server to show them at once.",
            count,
        )
    )
