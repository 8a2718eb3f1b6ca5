"""Checks what the site depends on: the database with its clock, and Redis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog.cli.checks.finding import Finding, doubtful, good, wrong
from blog.cli.database import NewerDatabase, is_up_to_date
from blog.extensions import db
from blog.newsroom.storage import connections
from blog.outage import reason
from blog.queries import condition
from blog.settings import Settings

OLDEST_POSTGRES = 140_000
# Connections that PostgreSQL keeps for others.
RESERVED = 10
CLOCK_SECONDS = 5.0


def database(app: Flask, workers: int) -> Iterator[Finding]:
    """Whether it answers, belongs to this Dateline, and is set up well."""
    settings: Settings = app.config["SETTINGS"]
    file = settings.database_url.removeprefix("sqlite:///")
    if settings.uses_sqlite and not Path(file).exists():  # opening it would create it
        yield doubtful(f"There is no database at {file} yet: the server creates it. Or check DATABASE_URL.")
        return
    try:
        versions = condition.versions()
        if not versions:
            yield good("The database is empty: the server creates its tables.")
            return
        if not is_up_to_date(app, versions):
            yield doubtful(
                "The database is older than this Dateline: the server migrates it when it starts. Back it up."
            )
            return
        found = condition.condition()
    except NewerDatabase as error:
        yield wrong(str(error))
        return
    except SQLAlchemyError as error:
        yield wrong(f"The database does not answer ({reason(error)}). Check DATABASE_URL.")
        return
    yield good(f"{found.version} answers, and is up to date.")
    if found.newest and found.newest > datetime.now(UTC) + timedelta(seconds=CLOCK_SECONDS):
        yield wrong(
            f"The newest change is dated {found.newest:%Y-%m-%d %H:%M:%S} UTC, which is in the future: the clock of "
            "this machine is slow, or was ahead. Set it by NTP."
        )
    if not settings.uses_sqlite:
        yield from _postgres(found, workers)


def _postgres(found: condition.Condition, workers: int) -> Iterator[Finding]:
    if int(found.settings["server_version_num"]) < OLDEST_POSTGRES:
        yield wrong(f"{found.version} is too old: Dateline needs PostgreSQL 14 or newer.")
    if found.settings["synchronous_commit"] == "off":
        yield wrong("synchronous_commit is off: a power cut can lose updates that were acknowledged. Set it to on.")
    if found.settings["lc_ctype"] in ("C", "POSIX"):
        yield doubtful("LC_CTYPE of the database is C, which does not recognise Chinese letters. Choose C.UTF-8.")
    if not found.has_trigrams:
        yield doubtful("There is no word index: searches read the newest 20,000 updates only. See docs/production.md.")
    needed = connections(db.engine)[1] * workers + RESERVED
    if needed > int(found.settings["max_connections"]):
        yield doubtful(
            f"The workers may open {needed - RESERVED} connections, and max_connections is "
            f"{found.settings['max_connections']}. Raise it to {needed}."
        )
    if abs(found.clock) > CLOCK_SECONDS:
        yield wrong(
            f"The clock of the database is {abs(found.clock):.0f} seconds {'ahead' if found.clock > 0 else 'behind'} "
            "of this machine's. Set both by NTP."
        )


def redis(url: str | None) -> Iterator[Finding]:
    """Whether Redis answers, where one is set."""
    if url is None:
        return
    from redis import Redis  # importing it takes a third of a second
    from redis.exceptions import RedisError

    try:
        client = Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=2.0)
        version = str(client.info("server")["redis_version"])
        client.close()
    except RedisError as error:
        yield wrong(f"Redis does not answer ({reason(error)}). Check REDIS_URL.")
        return
    if int(version.split(".")[0]) < 6:
        yield wrong(f"Redis {version} is too old: Dateline needs version 6 or newer.")
    else:
        yield good(f"Redis {version} answers.")
