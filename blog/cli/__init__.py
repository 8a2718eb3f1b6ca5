"""The `flask` commands. Each calls the newsroom or the queries, and reports a failure in one line."""

from __future__ import annotations

from flask import Flask

from blog.cli import (
    accounts,
    audit,
    backup,
    check,
    deliver,
    demo,
    flood,
    inbox,
    keys,
    log,
    move,
    personal_data,
    posts,
    push,
    rerender,
    version,
    visits,
)
from blog.cli.checks import environment
from blog.settings import Settings, SettingsError


def init_app(app: Flask) -> None:
    """Registers the commands with Flask."""
    accounts.reporter.add_command(personal_data.export)
    app.cli.add_command(inbox.inbox)
    for command in (demo.demo, visits.visit, accounts.reporter, posts.post, log.log, flood.flood, push.push):
        app.cli.add_command(command)
    for command in (backup.backup, backup.restore, check.check, move.move, version.version, rerender.rerender):
        app.cli.add_command(command)
    for command in (keys.token, deliver.deliver, audit.audit):
        app.cli.add_command(command)


def readable_settings() -> Settings:
    """The settings without those that are wrong. Raises SettingsError when nothing is left."""
    found = environment.read()
    if found.settings is None:
        raise SettingsError(next(iter(found.problems.values())))
    return found.settings
