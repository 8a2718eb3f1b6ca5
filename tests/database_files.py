"""Reads, changes and damages SQLite files; runs commands on them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from contextvars import Context
from pathlib import Path

from click.testing import Result
from flask import Flask

from blog.extensions import db
from tests.markup import parse, shown


def flask(app: Flask, *command: object) -> Result:
    return Context().run(app.test_cli_runner().invoke, args=[str(part) for part in command])


def refused(result: Result, *words: str) -> None:
    assert (result.exit_code, result.stdout) == (1, ""), result
    assert len(result.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in result.stderr


def bodies(file: Path) -> str:
    with closing(sqlite3.connect(file)) as opened:
        return "\n".join(body for (body,) in opened.execute('SELECT body FROM "update" ORDER BY id'))


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.execute(statement)
        opened.commit()


def leftovers(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith(".")}


def ids(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as opened:
        return [public_id for (public_id,) in opened.execute('SELECT public_id FROM "update" ORDER BY number')]


def let_go(app: Flask) -> None:
    """Closes what this process has open, so that only the server's own connections are in the way."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def shown_updates(app: Flask) -> int:
    """How many updates are on the page of the talks."""
    let_go(app)
    return len(shown(parse(app.test_client().get("/live/talks"))))


def damage(file: Path) -> None:
    """Writes noise over a page in the middle; the head says still that all is well."""
    with file.open("r+b") as opened:
        opened.seek(4096 * 20)
        opened.write(b"\xff" * 4096 * 5)


def same(database: Path, before: bytes) -> bool:
    """Whether all but the counters and the manner of journalling in the head is as it was."""
    return database.read_bytes()[100:] == before[100:]
