"""In a visit of 100,000 updates a search goes by an index of words: SQLite's, and PostgreSQL's where it has pg_trgm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event

from blog import create_app
from blog.extensions import db
from blog.queries import search, visits
from blog.queries.stream import Filter
from tests.conftest import prepare, settings_for
from tests.integration.test_explain import FILL, explaining
from tests.long_visit import TALKS, UPDATES
from tests.sample_visit import SampleVisit
from tests.servers.postgres import fresh_database, postgres_server

RARE, FREQUENT, SHORT = ("update", "99500"), ("words",), ("台湾",)
ON_SQLITE = f"""
    WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {UPDATES})
    INSERT INTO "update" (public_id, visit_id, number, state, version, kind, standing, headline, body, html, words,
        renderer, lang, is_key, is_pinned, speaker_title, created_at, published_at, withdrawn_note)
      SELECT 'u' || n, 1, n, 'published', 1, 'report', 'reported', '', '', '', 'words of update ' || n || ' 台湾', 1,
        'en', false, false, '', '2010-03-02 01:00:00', '2010-03-02 01:00:00', '' FROM counted
"""


@pytest.fixture(scope="module")
def trigrams_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("trigrams")
    with postgres_server(trigrams=True) as server, fresh_database(server.url) as url:
        _prepare(url, folder)
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(FILL)
            connection.execute("VACUUM ANALYZE")
        yield url


@pytest.fixture
def on_postgresql(trigrams_url: str, tmp_path: Path, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    yield from _within(make_app(trigrams_url, tmp_path))


@pytest.fixture(scope="module")
def large_file(sqlite_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    path = folder / "dateline.sqlite"
    _prepare(f"sqlite:///{path}", folder)
    with closing(connect(path)) as connection, connection:
        connection.execute(ON_SQLITE)
        connection.execute(f"UPDATE visit SET published = {UPDATES}")
    return path


@pytest.fixture
def on_sqlite(large_file: Path, tmp_path: Path, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    yield from _within(make_app(f"sqlite:///{large_file}", tmp_path))


@pytest.mark.parametrize("terms", [RARE, FREQUENT, SHORT], ids=["rare", "frequent", "short"])
def test_postgresql_reads_no_large_table_from_end_to_end(on_postgresql: Flask, terms: tuple[str, ...]) -> None:
    with explaining(db.engine) as explained:
        assert _count(terms)
        assert explained.scans() == {}


def test_postgresql_finds_a_rare_word_by_the_index_of_words(on_postgresql: Flask) -> None:
    with explaining(db.engine) as explained:
        assert _count(RARE) == 1
        plans = explained.plans()
    assert any(node.get("Index Name") == "ix_update_words" for plan in plans.values() for node in plan), plans


@pytest.mark.parametrize("terms", [RARE, FREQUENT, SHORT], ids=["rare", "frequent", "short"])
def test_sqlite_reads_no_table_from_end_to_end(on_sqlite: Flask, terms: tuple[str, ...]) -> None:
    asked: list[tuple[str, object]] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, asking, values, *_: asked.append((asking, values)))
    assert _count(terms) == (1 if terms == RARE else search.MOST_RESULTS + 1)
    selects = [(statement, values) for statement, values in asked if statement.startswith("SELECT")]
    plans = []
    for statement, values in selects:
        plans += [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert not [line for line in plans if line.startswith("SCAN") and "VIRTUAL TABLE" not in line], plans
    assert any("VIRTUAL TABLE INDEX" in line and ":M" in line for line in plans) == (terms != SHORT), plans
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plans[:2]), "the newest are sorted"


def test_a_search_of_short_words_stops_somewhere(on_sqlite: Flask) -> None:
    visit = visits.by_slug(TALKS.slug)
    assert visit
    found = search.find(visit, ["99"], Filter())
    assert found
    assert found.is_partial
    none = search.find(visit, ["xy"], Filter())
    assert none
    assert (none.count, none.is_partial) == (0, True)


def _count(terms: tuple[str, ...]) -> int:
    visit = visits.by_slug(TALKS.slug)
    assert visit
    found = search.find(visit, terms, Filter())
    assert found
    return found.count


def _prepare(url: str, folder: Path) -> None:
    """A database that is up to date, with the talks in it."""
    prepare(url, folder)
    app = create_app(settings_for(url, folder))
    with app.app_context():
        assert SampleVisit.open() == TALKS
        db.session.remove()
        db.engine.dispose()


def _within(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()
