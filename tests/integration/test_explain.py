"""In a visit of 100,000 updates nothing that a reader or the desk asks for reads a large table from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine, event, func, select

from blog import create_app, newsroom
from blog.database import engine_options
from blog.extensions import db
from blog.models import Update
from blog.newsroom.posts import Post
from blog.wire import log
from tests.conftest import prepare, settings_for
from tests.desk import Desk
from tests.long_visit import ACTS, DESK_PAGES, READERS_PAGES, TALKS, UPDATES, app_on, knowing_nothing
from tests.sample_visit import SampleVisit
from tests.servers.postgres import fresh_database

LARGE = {"update", "event", "revision", "update_topic"}
# Ten topics and speakers; corrected, withdrawn, key and foreign-language updates; one that is pinned; three that wait.
# Foreign keys are not checked row by row where we may leave that out, which takes most of the time.
FILL = f"""
    SELECT set_config('session_replication_role', 'replica', true) WHERE current_setting('is_superuser') = 'on';
    INSERT INTO topic (visit_id, slug, name) SELECT 1, 'topic-' || n, 'Topic ' || n FROM generate_series(1, 8) n;
    INSERT INTO speaker (visit_id, delegation_id, key, name, title)
      SELECT 1, 1, 'speaker-' || n, 'Speaker ' || n, 'Envoy' FROM generate_series(1, 8) n;
    INSERT INTO update (public_id, visit_id, number, state, version, kind, standing, headline, body, html, words,
        renderer, lang, is_key, is_pinned, author_id, stop_id, speaker_id, delegation_id, speaker_title, created_at,
        published_at, withdrawn_at, withdrawn_note)
      SELECT 'u' || n, 1, n, CASE n % 200 WHEN 0 THEN 'withdrawn' ELSE 'published' END, 1,
        (ARRAY['report', 'report', 'report', 'statement', 'readout', 'analysis', 'logistics', 'summary'])[1 + n % 8],
        'reported', '', repeat('Words of update ' || n || '. ', 9), repeat('<p>Words of update ' || n || '.', 9),
        'words of update ' || n || ' 台湾 ' || n % 1000 || 'th', 1,
        CASE n % 10 WHEN 0 THEN 'zh' ELSE 'en' END, n % 50 = 0, n = 7, 2, 1,
        CASE n % 4 WHEN 0 THEN 1 + n / 4 % 10 END, CASE n % 4 WHEN 0 THEN CASE n / 4 % 10 WHEN 1 THEN 2 ELSE 1 END END,
        '', now(), now(),
        CASE n % 200 WHEN 0 THEN now() END, ''
      FROM generate_series(1, {UPDATES}) n;
    INSERT INTO update_topic (update_id, topic_id) SELECT id, 1 + number * 7919 % 10 FROM update;
    INSERT INTO event (visit_id, seq, verb, subject, at)
      SELECT 1, head + n, 'publish', 'u' || n, now() FROM generate_series(1, {UPDATES}) n, visit WHERE visit.id = 1;
    INSERT INTO revision (update_id, number, seq, change, note, at, standing, headline, body, html)
      SELECT update.id, 1, head + number, 'first', '', now(), 'reported', '', update.body, html
      FROM update JOIN visit ON visit.id = visit_id;
    INSERT INTO revision (update_id, number, seq, change, note, at, standing, headline, body, html)
      SELECT update_id, 2, seq, 'correction', 'It was wrong.', at, standing, '', body, html
      FROM revision WHERE update_id % 150 = 1;
    UPDATE visit SET head = head + {UPDATES}, published = {UPDATES} WHERE id = 1;
"""


@pytest.fixture(scope="module")
def url(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with that visit in it, as autovacuum would have left it."""
    folder = tmp_path_factory.mktemp("explain")
    with fresh_database(postgres_url) as url:
        prepare(url, folder)
        app = create_app(settings_for(url, folder))
        with app.app_context():
            assert SampleVisit.open() == TALKS
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute(FILL)
                connection.execute("VACUUM ANALYZE")
            db.session.remove()
            db.engine.dispose()
        yield url


@pytest.fixture(scope="module")
def large(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with app_on(url, tmp_path_factory.mktemp("large")) as app:
        yield app


@pytest.fixture
def app(large: Flask) -> Iterator[Flask]:
    with knowing_nothing(large):
        yield large


@pytest.fixture(scope="module")
def desk(large: Flask) -> Desk:
    """An editor who is signed in, and has drafts."""
    with large.app_context():
        for number in range(3):
            newsroom.drafts.save(TALKS.visit_id, TALKS.editor_id, Post(f"Draft {number}."))
        db.session.remove()
    return Desk.of(large).sign_in(TALKS.editor_email)


@pytest.fixture
def explained(app: Flask) -> Iterator[Explained]:
    with explaining(db.engine) as explained:
        yield explained


def test_a_sequential_scan_would_be_seen(explained: Explained) -> None:
    db.session.scalar(select(func.max(func.length(Update.body))))
    assert "update" in explained.scans().values()


@pytest.mark.parametrize("name", READERS_PAGES)
def test_a_page_reads_no_large_table_from_end_to_end(app: Flask, explained: Explained, name: str) -> None:
    head = log.head(TALKS.visit_id)
    assert head
    epoch, seq = head.epoch, head.seq
    address = READERS_PAGES[name].format(recent=f"{epoch}:{seq - 3}", old=f"{epoch}:{seq - 290}")
    assert app.test_client().get(address).status_code == 200
    assert len(explained.statements) > 2, "nothing was asked"
    assert explained.scans() == {}


@pytest.mark.parametrize("address", DESK_PAGES)
def test_the_desk_reads_no_large_table_from_end_to_end(desk: Desk, explained: Explained, address: str) -> None:
    assert desk.get(address).status_code == 200
    assert explained.scans() == {}


@pytest.mark.parametrize("name", ACTS)
def test_a_change_reads_no_large_table_from_end_to_end(explained: Explained, name: str) -> None:
    ACTS[name]()
    assert explained.statements, "nothing was asked"
    assert explained.scans() == {}


class Explained:
    """Every statement with its parameters, and how PostgreSQL would go about it."""

    def __init__(self, asking: Engine) -> None:
        self.statements: dict[str, Any] = {}
        self._asking = asking

    def note(self, _c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            self.statements[statement] = parameters[0] if many else parameters

    def plans(self) -> dict[str, list[dict[str, Any]]]:
        """Each statement with the nodes of its plan."""
        with self._asking.connect() as connection:
            answers = {
                statement: connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
                for statement, values in self.statements.items()
            }
        return {statement: list(_nodes(answer[0]["Plan"])) for statement, answer in answers.items()}

    def scans(self) -> dict[str, str]:
        """The statements that read a large table from end to end, and which."""
        return {
            statement: node["Relation Name"]
            for statement, plan in self.plans().items()
            for node in plan
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE
        }


@contextmanager
def explaining(engine: Engine) -> Iterator[Explained]:
    """Notes what the engine is asked, and asks for its plans over connections of the same settings."""
    url = engine.url.render_as_string(hide_password=False)
    asking = create_engine(url, poolclass=NullPool, connect_args=engine_options(url)["connect_args"])
    explained = Explained(asking)
    event.listen(engine, "before_cursor_execute", explained.note)
    try:
        yield explained
    finally:
        event.remove(engine, "before_cursor_execute", explained.note)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)
