"""`flask deliver`: works the queue of what leaves the site, for sites whose servers run with DELIVER=off."""

from __future__ import annotations

import signal

import click
from flask import current_app

from blog.cli.command import with_database
from blog.translation import N_, _


@click.command()
@click.option("--once", is_flag=True, help=N_("Send what is due now, then end."))
@with_database
def deliver(once: bool) -> None:
    """Send what waits in the queue.

    Runs until it is interrupted. Several may run at once, also beside servers that deliver themselves.
    """
    worker = current_app.extensions["delivery_worker"]
    if once:
        worker.run_due()
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(_("Delivering. End it with Ctrl+C."), err=True)
    worker.run_until_interrupted()
