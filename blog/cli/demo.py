"""`flask demo`: loads the demonstration at once, or publishes it over time."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from time import sleep

import click
from flask import current_app

from blog import newsroom
from blog.cli import address
from blog.cli.command import with_database
from blog.cli.progress import interruptible, progress
from blog.demo.story import Story
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.translation import _

DEFAULT_SPEED = 3600
LONGEST_PAUSE_SECONDS = 4.0
SHORTEST_PAUSE_SECONDS = 0.2


@click.group()
def demo() -> None:
    """The demonstration: a visit to Beijing in March 2010."""


@demo.command()
@with_database
def load() -> None:
    """Load the whole demonstration, unless it is already there."""
    story = Story.read()
    said = _("The demonstration is already there; flask demo play starts it over.")
    if visits.id_of(story.slug) is None:
        stopped = _("Stopped. The demonstration is there in part; flask demo play starts it over.")
        with interruptible(stopped), progress(_("Loading"), len(story.timeline)) as steps:
            story.open()
            for entry in story.timeline:
                story.perform(entry)
                steps()
        said = _("The demonstration is loaded.")
    click.echo("\n" + said)
    _print_addresses(story)
    click.echo(_("To see the page move, play it from a second terminal:"))
    click.echo(f"\n  {_flask()} --app app demo play\n")


@demo.command()
@click.option("--speed", type=click.FloatRange(min=1), default=DEFAULT_SPEED, show_default=True)
@with_database
def play(speed: float) -> None:
    """Publish the demonstration step by step.

    Starts it over and replays it SPEED times as fast as it happened, with long pauses shortened. Open pages follow by
    themselves.
    """
    story = Story.read()
    if (visit_id := visits.id_of(story.slug)) is not None:
        newsroom.visits.reset(visit_id, SYSTEM)
    story.open()
    _print_addresses(story)
    before = story.timeline[0]["at"]
    for entry in story.timeline:
        pause = (entry["at"] - before).total_seconds() / speed
        sleep(min(max(pause, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS))
        before = entry["at"]
        click.echo(story.perform(entry))


def _print_addresses(story: Story) -> None:
    """Prints the addresses, and how to sign in."""
    base = address.site_url()
    page, desk, sign_in = (label.ljust(10) for label in (_("The page"), _("The desk"), _("Sign in")))
    click.echo(f"\n  {page} {base}/live/{story.slug}\n  {desk} {base}/desk/visits/{story.slug}")
    if current_app.config["SETTINGS"].in_production:
        click.echo("  " + _("In production, nobody can sign in with the accounts of the demonstration.") + "\n")
        return
    click.echo(f"  {sign_in} {story.editor_email}  {_password(story.editor_email)}\n")


def _flask() -> str:
    """The flask command of this environment, as one types it in the current folder."""
    command = Path(sys.executable).with_name("flask")
    return os.path.relpath(command) if command.is_relative_to(Path.cwd()) else "flask"


def _password(email: str) -> str:
    """The demonstration's password: random, and saved on this machine where only its owner can read it."""
    path = Path(current_app.instance_path) / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(9) + "\n")
    password = path.read_text(encoding="ascii").strip()
    newsroom.reporters.set_password(email, password)  # the database may be newer than the file
    return password
