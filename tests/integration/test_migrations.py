"""Migrating from nothing makes exactly the tables that the models describe, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, ForeignKeyConstraint, inspect, select
from sqlalchemy.exc import ProgrammingError

from blog import create_app
from blog.cli import database as cli_database
from blog.cli.database import prepare
from blog.database import Base, is_modelled
from blog.extensions import db
from blog.models import Update, Visit
from blog.queries import search
from blog.queries.stream import Filter
from tests.conftest import settings_for
from tests.sample_visit import SampleVisit
from tests.servers.postgres import fresh_database
from tests.shown_files import add_document, add_picture

# As the fourth migration knew them: an update that is published, and one that was withdrawn.
MOMENT = "'2010-03-02 01:00:00+00:00'"
OLDER_ROWS = (
    f"""INSERT INTO visit (id, slug, title, summary, notice, status, lang, epoch, head, published, created_at)
        VALUES (1, 'talks', 'Talks', '', '', 'live', 'en', 'ab', 2, 2, {MOMENT})""",
    f"""INSERT INTO "update" (public_id, visit_id, number, state, version, kind, standing, headline, body, html,
          renderer, lang, is_key, is_pinned, speaker_title, created_at, published_at, withdrawn_note)
        VALUES ('abc', 1, 1, 'published', 1, 'report', 'reported', 'São Paulo', '', '<p>They met</p>', 1,
          'en', false, false, '', {MOMENT}, {MOMENT}, ''),
        ('def', 1, 2, 'withdrawn', 1, 'report', 'reported', 'São Paulo', '', '<p>They met</p>', 1,
          'en', false, false, '', {MOMENT}, {MOMENT}, '')""",
)
# Who said the first of them.
SPEAKERS = (
    """INSERT INTO delegation (id, visit_id, key, name, short_name, country, capital, zone, position)
        VALUES (7, 1, 'north', 'North', 'North', '', '', '', 1)""",
    "INSERT INTO speaker (id, visit_id, delegation_id, key, name, title) VALUES (9, 1, 7, 'ada', 'Ada', 'Envoy')",
    "UPDATE \"update\" SET speaker_id = 9 WHERE public_id = 'abc'",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database in which there is nothing, not even a table."""
    if request.param == "sqlite":
        yield from _app(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield from _app(url, tmp_path)


def test_migrating_from_nothing_equals_the_models(app: Flask) -> None:
    assert _tables() == set()
    upgrade()
    assert _tables() == set(Base.metadata.tables)
    assert _differences(app) == []


def test_a_migration_that_fails_changes_nothing_and_is_not_taken_for_a_database_that_is_down(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE speaker (id integer)")
    before = _tables()
    said = prepare(app)
    assert "The database migration failed" in said
    assert "speaker" in said
    assert "DATABASE_URL" not in said
    with app.app_context():
        assert _tables() == before


def test_an_account_that_may_create_no_table_is_named_as_the_reason(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Denied(Exception):
        sqlstate = "42501"

    def refused(*_: object) -> None:
        raise ProgrammingError("CREATE TABLE visit", {}, Denied("permission denied for schema public"))

    monkeypatch.setattr(cli_database, "migrate_database", refused)
    assert "(permission denied for schema public). Make it the owner." in prepare(app)


def test_the_comparison_sees_a_difference(app: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE topic ADD COLUMN forgotten VARCHAR(10)")
    assert "forgotten" in str(_differences(app))


def test_the_comparison_sees_another_rule_of_a_foreign_key(app: Flask) -> None:
    upgrade(revision="0015")
    differences = [each for each in _differences(app) if each[0] in _KEY_CHANGES]  # type: ignore[index]
    assert ["saved_by_id"] in [each[1].column_keys for each in differences]  # type: ignore[index]


def test_every_migration_can_be_taken_back_and_made_again(app: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert _tables() == set()
    upgrade()
    assert _differences(app) == []
    assert SampleVisit.open().publish("The delegations have met.")


def test_what_was_folded_in_another_way_is_found_again(app: Flask) -> None:
    upgrade()
    talks = SampleVisit.open()
    public_id = talks.publish("A cease-fire, says the U.S. envoy in Łódź.")
    talks.withdraw(talks.publish("A mistake."))
    downgrade(revision="0008")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE \"update\" SET words = 'a cease-fire' WHERE words <> ''")
    upgrade()
    assert db.session.scalars(select(Update.words).order_by(Update.id)).all() == [
        "a ceasefire, says the us envoy in lodz.",
        "",
    ]
    found = search.find(db.session.get_one(Visit, talks.visit_id), ["ceasefire", "lodz"], Filter())
    assert found
    assert [update.public_id for update in found.updates] == [public_id]


def test_what_was_shown_before_it_was_searched_is_found(app: Flask) -> None:
    upgrade()
    talks = SampleVisit.open()
    media = [add_picture(talks, "Two flags", caption="A handshake"), add_document(talks, "Communiqué.pdf")]
    public_id = talks.publish("They met.", media=media)
    talks.withdraw(talks.publish("A mistake.", media=media))
    downgrade(revision="0028")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE \"update\" SET words = 'they met.' WHERE words <> ''")
    upgrade()
    words = db.session.scalars(select(Update.words).order_by(Update.id)).all()
    assert words == ["they met.\na handshake\ntwo flags\ncommunique.pdf", ""]
    found = search.find(db.session.get_one(Visit, talks.visit_id), ["handshake"], Filter())
    assert found
    assert [update.public_id for update in found.updates] == [public_id]


def test_what_was_published_before_there_was_a_search_is_found_by_it(app: Flask) -> None:
    upgrade(revision="0004")
    with db.engine.begin() as connection:
        for rows in OLDER_ROWS:
            connection.exec_driver_sql(rows)
    upgrade()
    assert db.session.scalars(select(Update.words).order_by(Update.id)).all() == ["sao paulo\nthey met", ""]
    found = search.find(db.session.get_one(Visit, 1), ["sao", "met"], Filter())
    assert found
    assert [update.public_id for update in found.updates] == ["abc"]


def test_what_a_speaker_said_before_is_of_the_speakers_side(app: Flask) -> None:
    upgrade(revision="0007")
    with db.engine.begin() as connection:
        for rows in (*OLDER_ROWS, *SPEAKERS):
            connection.exec_driver_sql(rows)
    upgrade()
    downgrade(revision="0007")
    upgrade()
    assert db.session.scalars(select(Update.delegation_id).order_by(Update.id)).all() == [7, None]


def _app(url: str, folder: Path) -> Iterator[Flask]:
    made = create_app(settings_for(url, folder))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def _tables() -> set[str]:
    tables = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    return {table for table in tables if is_modelled(table, "table", {})}


def _differences(app: Flask) -> list[object]:
    with db.engine.connect() as connection:
        options = app.extensions["migrate"].configure_args
        found = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
        return [each for each in found if not (each[0] in _KEY_CHANGES and _has_its_rule(connection, each[1]))]


_KEY_CHANGES = ("remove_fk", "add_fk")


def _has_its_rule(connection: Connection, key: ForeignKeyConstraint) -> bool:
    """Whether a foreign key has the rule of the model: of one that came with a column of SQLite's, SQLAlchemy reads
    none."""
    if connection.dialect.name != "sqlite":
        return False
    [column], table = key.column_keys, key.table.name
    rules = {row[3]: row[6] for row in connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")')}
    [modelled] = Base.metadata.tables[table].columns[column].foreign_keys
    return rules.get(column) == modelled.ondelete
