"""`flask inbox`: makes drafts of mail, for sites whose servers run with DELIVER=off."""

from __future__ import annotations

import signal

import click
from flask import current_app

from blog.cli.command import with_database
from blog.inbox.mailbox import InboxFailed
from blog.translation import N_, _, ngettext


@click.command()
@click.option("--once", is_flag=True, help=N_("File what waits now, then end."))
@with_database
def inbox(once: bool) -> None:
    """Make drafts of mail.

    Reads the mailbox that INBOX_URL names. Runs until it is interrupted. Of several that run, also within servers, one
    at a time reads.
    """
    worker = current_app.extensions.get("inbox_worker")
    if worker is None:
        raise click.ClickException(_("Set INBOX_URL to the mailbox first."))
    if not once:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        click.echo(_("Reading the inbox. End it with Ctrl+C."), err=True)
        try:
            worker.run_until_interrupted()
        except KeyboardInterrupt:
            return
    try:
        became = worker.read_once()
    except InboxFailed as error:
        raise click.ClickException(_("The inbox cannot be read: %(reason)s.", reason=error)) from error
    if became is None:
        raise click.ClickException(_("Another process reads the inbox. Nothing is left to do here."))
    filed = sum(number for outcome, number in became.items() if outcome.name == "FILED")
    aside = sum(number for outcome, number in became.items() if not outcome.is_done)
    click.echo(ngettext("%(num)s mail is a draft now.", "%(num)s mails are drafts now.", filed))
    if aside:
        click.echo(ngettext("%(num)s mail was set aside.", "%(num)s mails were set aside.", aside))
