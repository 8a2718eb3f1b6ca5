"""`flask deliver`: works the queue of webhooks, for sites whose servers run with DELIVER=off."""

from __future__ import annotations

import signal
from time import sleep

import click
from flask import current_app

from blog import newsroom
from blog.cli.command import with_database
from blog.translation import N_, _
from blog.web.deliveries import DeliveryWorker

TICK_SECONDS = 1.0
PATIENCE_SECONDS = 20.0


@click.command()
@click.option("--once", is_flag=True, help=N_("Send what is due now, then end."))
@with_database
def deliver(once: bool) -> None:
    """Send what waits in the queue.

    Runs until it is interrupted. Several may run at once, also beside servers that deliver themselves.
    """
    worker: DeliveryWorker = current_app.extensions["delivery_worker"]
    if once:
        while claimed := newsroom.deliveries.claim(1):
            worker.work(claimed[0])
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(_("Delivering. End it with Ctrl+C."), err=True)
    try:
        while True:
            worker.start_due()
            sleep(TICK_SECONDS)
    except KeyboardInterrupt:
        _wait_for(worker)


def _wait_for(worker: DeliveryWorker) -> None:
    """Lets what is on its way arrive: a second copy of it would be sent otherwise."""
    left = PATIENCE_SECONDS
    while left > 0 and not worker.is_idle:
        sleep(0.1)
        left -= 0.1
