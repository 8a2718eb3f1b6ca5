"""the words that a search looks through, folded anew

Arabic and Hebrew marks, letters such as đ and ł, hyphens in words, the points of U.S. and what sets thousands apart are
put aside now. A search folds what is typed in the same way, so all that was folded before must follow.
"""

import sqlalchemy as sa
from alembic import op

from blog.text.excerpt import plain
from blog.text.search import searchable

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 500
FOUND = sa.text(
    "SELECT u.id, headline, html, source, words, coalesce(speaker.name, side.name, '') AS name, "
    "CASE WHEN speaker.id IS NULL AND side.short_name <> side.name THEN side.short_name ELSE '' END AS short_name "
    'FROM "update" u LEFT JOIN speaker ON speaker.id = speaker_id LEFT JOIN delegation side ON side.id = u.delegation_id '
    "WHERE words <> '' AND u.id > :after ORDER BY u.id LIMIT :most"
)
KEEP = sa.text('UPDATE "update" SET words = :words WHERE id = :id')


def upgrade() -> None:
    connection, last = op.get_bind(), 0
    while rows := connection.execute(FOUND, {"after": last, "most": ROWS_AT_ONCE}).all():
        words = (searchable(row.headline, plain(row.html), row.name, row.short_name, row.source) for row in rows)
        changed = [{"id": row.id, "words": new} for row, new in zip(rows, words, strict=True) if new != row.words]
        if changed:
            connection.execute(KEEP, changed)
        last = rows[-1].id


def downgrade() -> None:
    """An older Dateline finds less in these words than it did, until its own texts are saved again."""
