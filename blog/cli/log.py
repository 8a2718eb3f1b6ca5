"""`flask log check`: checks that no event is missing from a visit's log, and no entry from its audit."""

from __future__ import annotations

import click

from blog.cli.command import visit_id, with_database
from blog.cli.progress import interruptible, progress
from blog.queries import audit_check, consistency
from blog.queries.audit_check import ChainReport
from blog.translation import _


@click.group()
def log() -> None:
    """Inspect the log of a visit."""


@log.command()
@click.argument("slug", required=False)
@with_database
def check(slug: str | None) -> None:
    """Check that no event is missing.

    Checks that sequence numbers have no gap, that every update has its events, and that no entry of the audit was
    changed or removed. Without SLUG it checks every visit, and the audit of accounts.
    """
    of = visit_id(slug) if slug else None
    length = consistency.size(of) + audit_check.size(of)
    with interruptible(_("Stopped. Not everything was checked.")), progress(_("Checking"), length) as steps:
        reports = consistency.check(of, steps)
        chains = {report.slug: audit_check.check_visit(report.visit_id, steps) for report in reports}
        if not slug:
            chains |= {"accounts": audit_check.check_accounts(steps)}
    wrong = [f"{report.slug}: {sentence}" for report in reports for sentence in report.wrong]
    wrong += [f"{name}: {sentence}" for name, chain in chains.items() for sentence in chain.wrong]
    if wrong:
        raise click.ClickException("; ".join(wrong))
    for report in reports:
        click.echo(f"{report.slug}: {report.events} events, no gaps; {report.updates} updates, each with its events")
    for name, chain in chains.items():
        click.echo(_line(name, chain))


def _line(name: str, chain: ChainReport) -> str:
    """What to note elsewhere: an older copy of the whole audit ends with another number and hash."""
    end = f"; the last is {chain.length} {chain.hash[:16]}" if chain.length else ""
    return f"{name}: {chain.entries} entries of the audit, none changed or removed{end}"
