"""the words that a search looks through

SQLite gets a trigram index (FTS5) that triggers keep, so that no way of changing a row leaves it behind. It has a copy of
the words: without one, a row that is taken out but was never put in would spoil the whole index.
Its rowid is the visit's id and the update's number in one: matches of a visit come newest first, and the index holds
nothing but what is published. Alembic's batch mode on "update" makes that table anew and loses the triggers: a later
migration that needs it must put them back (the tests of the search run on a migrated database and would fail).

PostgreSQL gets its index from pg_trgm, where this account may create the extension; without it a search reads the newest
updates one by one.
"""

import logging

import sqlalchemy as sa
from alembic import op

from blog.text.excerpt import plain
from blog.text.search import searchable

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 500
KEY = "{row}.visit_id * 4294967296 + {row}.number"
SHOWN = "{row}.state = 'published' AND {row}.number IS NOT NULL"
PUT_IN = f"INSERT INTO update_search (rowid, words) SELECT {KEY}, {{row}}.words WHERE {SHOWN};"
TAKE_OUT = f"DELETE FROM update_search WHERE rowid = {KEY};"  # noqa: S608 — our own words

TABLE = "CREATE VIRTUAL TABLE update_search USING fts5(words, tokenize='trigram')"
TRIGGERS = {
    "update_search_insert": f'AFTER INSERT ON "update" BEGIN {PUT_IN.format(row="new")} END',
    "update_search_update": 'AFTER UPDATE OF visit_id, number, state, words ON "update" '
    f"BEGIN {TAKE_OUT.format(row='old')} {PUT_IN.format(row='new')} END",
    "update_search_delete": f'AFTER DELETE ON "update" BEGIN {TAKE_OUT.format(row="old")} END',
}

logger = logging.getLogger("blog.migrations")  # under the root that writes as LOG_FORMAT says


def upgrade() -> None:
    op.add_column("update", sa.Column("words", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute(TABLE)
        for name, what in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {what}")
    fill(connection)
    if connection.dialect.name == "postgresql" and has_trigrams(connection):
        op.execute('CREATE INDEX ix_update_words ON "update" USING gin (words gin_trgm_ops)')


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE update_search")
    else:
        op.execute("DROP INDEX IF EXISTS ix_update_words")
    with op.batch_alter_table("update") as batch:
        batch.drop_column("words")


def fill(connection: sa.Connection) -> None:
    """The words of what readers or the desk can see, by the code that will look for them."""
    select = sa.text(
        "SELECT u.id, headline, html, source, coalesce(name, '') AS name FROM \"update\" u "
        "LEFT JOIN speaker ON speaker.id = speaker_id "
        "WHERE state NOT IN ('withdrawn', 'purged') AND u.id > :after ORDER BY u.id LIMIT :most"
    )
    last = 0
    while rows := connection.execute(select, {"after": last, "most": ROWS_AT_ONCE}).all():
        words = (searchable(row.headline, plain(row.html), row.name, row.source) for row in rows)
        filled = [{"id": row.id, "words": found} for row, found in zip(rows, words, strict=True)]
        connection.execute(sa.text('UPDATE "update" SET words = :words WHERE id = :id'), filled)
        last = rows[-1].id


def has_trigrams(connection: sa.Connection) -> bool:
    """Whether pg_trgm is there, created now if need be. It is a trusted extension: the owner of a database may do so."""
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        logger.warning("searches will be slow: the pg_trgm extension is not available (%s)", reason)
        return False
    return True
