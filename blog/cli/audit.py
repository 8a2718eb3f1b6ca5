"""`flask audit prune`: removes old entries of the audit, so that the rest can still be checked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from blog import newsroom
from blog.cli.command import with_database
from blog.models.visit import now
from blog.newsroom.errors import Refused
from blog.queries import audit_check, consistency
from blog.translation import N_, _, ngettext

KEPT = timedelta(days=730)


@click.group()
def audit() -> None:
    """Look after the record of who did what."""


@audit.command()
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help=N_("Remove what is older than this day (UTC)."))
@click.option("--force", is_flag=True, help=N_("Also when the audit was tampered with, of which a trace may go."))
@with_database
def prune(before: datetime | None, force: bool) -> None:
    """Remove entries older than two years.

    What stays can still be checked: the number and the hash of the last entry that went are kept and signed.
    """
    if not force and any(report.wrong for report in _chains()):
        raise Refused(_("The audit was changed. Run flask log check first, or add --force to remove entries anyway."))
    count = newsroom.audit_pruning.prune(before.replace(tzinfo=UTC) if before else now() - KEPT)
    click.echo(ngettext("%(num)s entry of the audit was removed.", "%(num)s entries of the audit were removed.", count))


def _chains() -> list[audit_check.ChainReport]:
    visits = [audit_check.check_visit(report.visit_id) for report in consistency.check()]
    return [*visits, audit_check.check_accounts()]
