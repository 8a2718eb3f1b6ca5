"""`flask visit follow`: hands in what another source publishes."""

from __future__ import annotations

from time import sleep

import click
from flask import current_app

from blog import newsroom
from blog.cli.command import visit_id, with_database
from blog.fetching import Fetcher, FetchFailed
from blog.fetching.feeds import read_feed
from blog.newsroom.errors import Invalid
from blog.permissions import SYSTEM
from blog.translation import N_, _, ngettext


@click.command()
@click.argument("slug")
@click.argument("address")
@click.option("--once", is_flag=True, help=N_("Read it once, then end."))
@click.option(
    "--every", type=click.IntRange(15, 3600), default=30, show_default=True, help=N_("Seconds between two readings.")
)
@with_database
def follow(slug: str, address: str, *, once: bool, every: int) -> None:
    """Hand in what another source publishes.

    ADDRESS is a feed (Atom, RSS, JSON Feed) or the live page of another Dateline. Each entry goes to the queue of the
    visit SLUG, marked with its source; an editor decides on it. Runs until it is interrupted.
    """
    visit, fetcher = visit_id(slug), Fetcher(f"Dateline (+{current_app.config['PUBLIC_URL']})")
    while True:
        try:
            number = read(fetcher, visit, address)
            if number:
                click.echo(ngettext("%(num)s text is handed in.", "%(num)s texts are handed in.", number))
        except FetchFailed as error:
            if once or error.is_final:
                sentence = _("%(address)s cannot be read: %(reason)s.", address=address, reason=error)
                raise click.ClickException(sentence) from error
            click.echo(_("Not read this time: %(reason)s.", reason=error), err=True)
        if once:
            return
        sleep(every)


def read(fetcher: Fetcher, visit: int, address: str) -> int:
    """Reads a source once, and returns how many texts were handed in. Raises FetchFailed."""
    feed, number = read_feed(fetcher, address), 0
    for entry in feed.entries:
        try:
            if newsroom.following.take(visit, SYSTEM, entry, origin=feed.title, address=address):
                number += 1
        except Invalid as error:  # the others do not wait for it
            click.echo(_("“%(title)s” cannot be handed in. %(reason)s", title=entry.title, reason=error), err=True)
    return number
