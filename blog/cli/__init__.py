"""The commands. Each does one thing through the newsroom or the queries, and says in one line what went wrong."""

from __future__ import annotations

from flask import Flask

from blog.cli import accounts, audit, backup, demo, flood, posts, rerender, visits


def init_app(app: Flask) -> None:
    """Hangs the commands on `flask`."""
    for command in (demo.demo, visits.visit, accounts.reporter, posts.post, audit.log, flood.flood):
        app.cli.add_command(command)
    for command in (backup.backup, backup.restore, rerender.rerender):
        app.cli.add_command(command)
