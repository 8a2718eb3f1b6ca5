"""The `flask` commands. Each calls the newsroom or the queries, and reports a failure in one line."""

from __future__ import annotations

from flask import Flask

from blog.cli import (
    accounts,
    audit,
    backup,
    deliver,
    demo,
    flood,
    inbox,
    keys,
    log,
    personal_data,
    posts,
    push,
    rerender,
    visits,
)


def init_app(app: Flask) -> None:
    """Registers the commands with Flask."""
    accounts.reporter.add_command(personal_data.export)
    app.cli.add_command(inbox.inbox)
    for command in (demo.demo, visits.visit, accounts.reporter, posts.post, log.log, flood.flood, push.push):
        app.cli.add_command(command)
    for command in (backup.backup, backup.restore, rerender.rerender, keys.token, deliver.deliver, audit.audit):
        app.cli.add_command(command)
