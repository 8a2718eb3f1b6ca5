"""`flask check`: says all that is wrong or doubtful before a restart, and changes no data."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from blog.cli.checks import environment, machine, services
from blog.cli.checks.finding import Finding, Level
from blog.settings import Settings
from blog.translation import ngettext


@click.command()
@with_appcontext
def check() -> None:
    """Check settings, database, Redis, files, clock and address.

    Run it before a restart, with the settings of the service. It changes no data, and exits with 1 if something is
    wrong.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    count = 0
    for finding in findings(app):
        click.echo(str(finding))
        count += finding.level is Level.WRONG
    if count:
        sentence = ngettext("%(num)s thing is wrong, see above.", "%(num)s things are wrong, see above.", count)
        raise click.ClickException(sentence)


def findings(app: Flask) -> Iterator[Finding]:
    """All findings. What a wrong setting concerns is not looked at."""
    settings: Settings = app.config["SETTINGS"]
    problems = environment.read().problems
    yield from environment.check()
    if not {"DATABASE_URL", "INSTANCE_DIR"} & problems.keys():
        yield from services.database(app, environment.workers())
    if "REDIS_URL" not in problems:
        yield from services.redis(settings.redis_url)
    if not {"INSTANCE_DIR", "MEDIA_DIR", "MEDIA_STORE"} & problems.keys():
        yield from machine.folders(settings)
    if "MAX_READERS" not in problems:
        yield from machine.open_files(settings)
    if "PUBLIC_URL" not in problems:
        yield from machine.address(settings)
