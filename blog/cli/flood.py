"""`flask flood`: makes a running site sweat, with updates at a steady rate."""

from __future__ import annotations

import statistics
from time import monotonic, sleep

import click
from flask import current_app

from blog import newsroom
from blog.cli.command import ready, visit_id
from blog.newsroom.posts import Post

WORDS = "An exercise: this update was made to see how the page holds up when much happens at once."


@click.command()
@click.argument("slug")
@click.option("--rate", type=click.IntRange(1, 200), default=5, show_default=True, help="Updates a second.")
@click.option("--seconds", type=click.IntRange(1, 600), default=10, show_default=True, help="For how long.")
@click.option("--yes", is_flag=True, help="Do not ask, in production, whether the exercises are meant.")
@ready
def flood(slug: str, rate: int, seconds: int, yes: bool) -> None:
    """Publishes RATE updates a second in the visit SLUG, which readers see: not for a visit that is real."""
    visit, begin, took = visit_id(slug), monotonic(), []
    if current_app.config["SETTINGS"].in_production and not yes:
        click.confirm(f"Readers of {slug} will see {rate * seconds} exercises. Go on?", abort=True, err=True)
    for number in range(rate * seconds):
        sleep(max(0.0, begin + number / rate - monotonic()))
        if monotonic() - begin > seconds:
            break
        started = monotonic()
        newsroom.updates.publish(visit, None, Post(WORDS, headline=f"Exercise {number + 1}", kind="logistics"))
        took.append((monotonic() - started) * 1000)
    took.sort()
    achieved = len(took) / max(monotonic() - begin, 0.001)
    click.echo(
        f"{len(took)} updates, {achieved:.1f} a second; each committed in {statistics.median(took):.1f} ms "
        f"(median), {took[int(len(took) * 0.99)]:.1f} ms (99 %)"
    )
