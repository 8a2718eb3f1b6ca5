"""Two servers that start at once on one empty database: one makes the tables, the other waits, and both serve."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from blog import sqlite
from blog.database import MIGRATION_LOCK
from tests.servers.postgres import fresh_database
from tests.serving import Dateline
from tests.wait import until

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@contextmanager
def empty(name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'dateline.sqlite'}"
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.mark.parametrize("footing", ["sqlite", "postgresql"])
def test_both_serve(request: pytest.FixtureRequest, tmp_path: Path, footing: str) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    with empty(footing, request, tmp_path) as url, ExitStack() as stack, ThreadPoolExecutor(2) as threads:
        servers = [Dateline(url, folder) for folder in folders]
        for server in servers:
            stack.callback(server.stop)
        with _both_at_the_door(url):
            starting = [threads.submit(server.start) for server in servers]
            if footing == "postgresql":
                with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as watching:
                    until(lambda: watching.execute(WAITING).fetchone() == (2,), "one of them does not wait")
        for each in starting:
            each.result()
        assert all(server.is_ready() for server in servers)


@contextmanager
def _both_at_the_door(url: str) -> Iterator[None]:
    """Holds what only one may have, so that neither is ahead of the other."""
    if url.startswith("sqlite"):
        with sqlite.folder_locked(Path(url.removeprefix("sqlite:///")).parent):
            yield
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as holding:
        holding.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        yield
