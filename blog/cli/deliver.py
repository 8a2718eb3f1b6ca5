"""`flask deliver`: works the queue of what leaves the site, for sites whose servers run with DELIVER=off."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import click
from flask import current_app

from blog.cli.command import with_database
from blog.newsroom.attempts import Tally
from blog.translation import N_, _, ngettext


@click.command()
@click.option("--once", is_flag=True, help=N_("Send what is due now, then end."))
@with_database
def deliver(once: bool) -> None:
    """Send what waits in the queue.

    Runs until it is interrupted. Several may run at once, also beside servers that deliver themselves.
    """
    worker = current_app.extensions["delivery_worker"]
    if once:
        for line in _told(worker.run_due()):
            click.echo(line)
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(_("Delivering. End it with Ctrl+C."), err=True)
    worker.run_until_interrupted()


def _told(tally: Tally) -> Iterator[str]:
    """A line for each thing that has become of deliveries."""
    if tally == Tally():
        yield _("Nothing was due.")
    if tally.sent:
        yield ngettext("%(num)s delivery was sent.", "%(num)s deliveries were sent.", tally.sent)
    if tally.again:
        yield ngettext(
            "%(num)s delivery was not accepted. It is sent again later.",
            "%(num)s deliveries were not accepted. They are sent again later.",
            tally.again,
        )
    if tally.given_up:
        yield ngettext(
            "%(num)s delivery was given up. The desk shows it.",
            "%(num)s deliveries were given up. The desk shows them.",
            tally.given_up,
        )
    if tally.dropped:
        yield ngettext(
            "%(num)s delivery was skipped: nothing is left to send.",
            "%(num)s deliveries were skipped: nothing is left to send.",
            tally.dropped,
        )
