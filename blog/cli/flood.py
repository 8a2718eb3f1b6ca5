"""`flask flood`: load-tests a running site with updates at a steady rate."""

from __future__ import annotations

import statistics
from time import monotonic, sleep

import click
from flask import current_app

from blog import newsroom
from blog.cli.command import visit_id, with_database
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.translation import N_, _

BODY = N_("A test: this update was published to see how the page copes with many updates at once.")


@click.command()
@click.argument("slug")
@click.option("--rate", type=click.IntRange(1, 200), default=5, show_default=True, help=N_("Updates per second."))
@click.option("--seconds", type=click.IntRange(1, 600), default=10, show_default=True, help=N_("Duration."))
@click.option("--yes", is_flag=True, help=N_("Do not ask for confirmation in production."))
@with_database
def flood(slug: str, rate: int, seconds: int, yes: bool) -> None:
    """Publish test updates at a steady rate.

    They go to the visit SLUG, where readers see them: use a visit made for testing.
    """
    visit, begin, took = visit_id(slug), monotonic(), []
    if current_app.config["SETTINGS"].in_production and not yes:
        click.confirm(
            _(
                "Readers of %(slug)s will see %(count)s test updates. Continue?",
                slug=slug,
                count=rate * seconds,
            ),
            abort=True,
            err=True,
        )
    for number in range(rate * seconds):
        sleep(max(0.0, begin + number / rate - monotonic()))
        if monotonic() - begin > seconds:
            break
        started = monotonic()
        newsroom.updates.publish(
            visit, SYSTEM, Post(_(BODY), headline=_("Test %(number)s", number=number + 1), kind="logistics")
        )
        took.append((monotonic() - started) * 1000)
    took.sort()
    achieved = len(took) / max(monotonic() - begin, 0.001)
    click.echo(
        f"{len(took)} updates, {achieved:.1f} per second; committed in {statistics.median(took):.1f} ms "
        f"(median), {took[int(len(took) * 0.99)]:.1f} ms (99 %)"
    )
