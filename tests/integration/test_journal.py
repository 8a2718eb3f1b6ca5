"""What a server writes to standard error from its start to its end: all for machines to read, and no chatter."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from blog.extensions import db
from tests.servers.postgres import fresh_database
from tests.servers.redis import redis_server
from tests.serving import Dateline, serving
from tests.wait import until

AWAY, BACK = "Redis does not answer", "Redis answers again."


class Journal:
    """The log of a running server, as a machine reads it: every line one JSON object, or the test fails."""

    def __init__(self, dateline: Dateline) -> None:
        self._path = dateline._process.log

    @property
    def lines(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self._path.read_text().splitlines()]
        assert all({"event", "level", "logger", "timestamp"} <= line.keys() for line in lines)
        return lines

    def having(self, words: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if words in line["event"]]

    def wait_for(self, words: str, count: int = 1) -> list[dict[str, Any]]:
        until(lambda: len(self.having(words)) >= count, f"the log never said: {words}")
        return self.having(words)


def test_every_line_of_a_servers_life_is_one_json_object(postgres_url: str, tmp_path: Path) -> None:
    with fresh_database(postgres_url) as url, redis_server() as redis:
        redis.stop()
        with serving(url, tmp_path, LOG_FORMAT="json", REDIS_URL=redis.url) as dateline:
            journal = Journal(dateline)
            assert journal.having("Starting gunicorn")
            assert journal.having("the pg_trgm extension is not available"), (
                "the migration has nothing to say; the test needs it to"
            )
            journal.wait_for(AWAY)
            redis.start()
            journal.wait_for(BACK)

            slug = dateline.open_visit().slug
            with _renamed(dateline, "speaker"):
                assert dateline.get(f"/live/{slug}/people").status_code == 500
            [failure] = [line for line in journal.lines if "exception" in line]
            assert failure["exception"].startswith("Traceback")
            assert "UndefinedTable" in failure["exception"]

            [booted] = journal.having("Booting worker")
            os.kill(int(booted["event"].rpartition(" ")[2]), signal.SIGKILL)
            journal.wait_for("SIGKILL")
            journal.wait_for("Booting worker", 2)
            until(dateline.is_ready, "no worker came after the killed one")
            os.kill(dateline._process.pid, signal.SIGHUP)
            journal.wait_for("Booting worker", 3)
            until(dateline.is_ready, "no worker came after the reload")
            dateline.stop()
            assert journal.having("Shutting down")
    assert len(journal.having(AWAY)) == len(journal.having(BACK)) == 1


@contextmanager
def _renamed(dateline: Dateline, table: str) -> Iterator[None]:
    """Meanwhile the database lacks a table."""
    with dateline.app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {table} RENAME TO elsewhere"))
        try:
            yield
        finally:
            with db.engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE elsewhere RENAME TO {table}"))
