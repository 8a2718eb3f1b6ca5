"""`flask log check`: checks that no event is missing from a visit's log."""

from __future__ import annotations

import click

from blog.cli.command import visit_id, with_database
from blog.queries import audit


@click.group()
def log() -> None:
    """Inspect the log of a visit."""


@log.command()
@click.argument("slug", required=False)
@with_database
def check(slug: str | None) -> None:
    """Check that no event is missing.

    Checks that sequence numbers have no gap, and that every update has its events.
    """
    reports = audit.check(visit_id(slug) if slug else None)
    wrong = [f"{report.slug}: {sentence}" for report in reports for sentence in report.wrong]
    if wrong:
        raise click.ClickException("; ".join(wrong))
    for report in reports:
        click.echo(f"{report.slug}: {report.events} events, no gaps; {report.updates} updates, each with its events")
