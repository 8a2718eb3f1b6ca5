"""`flask log check`: proof that nothing is missing from the log."""

from __future__ import annotations

import click

from blog.cli.command import ready, visit_id
from blog.queries import audit


@click.group()
def log() -> None:
    """The log of a visit."""


@log.command()
@click.argument("slug", required=False)
@ready
def check(slug: str | None) -> None:
    """Proves that sequences have no gap and that every change has its event."""
    reports = audit.check(visit_id(slug) if slug else None)
    wrong = [f"{report.slug}: {sentence}" for report in reports for sentence in report.wrong]
    if wrong:
        raise click.ClickException("; ".join(wrong))
    for report in reports:
        click.echo(f"{report.slug}: {report.events} events, no gap; {report.updates} updates, each with its event")
