"""the words that a search looks through, with what pictures, documents and cards say"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from blog.text.search import searchable

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OF_MEDIA = sa.text(
    "SELECT u.id, CASE f.kind WHEN 'picture' THEN caption ELSE name END AS first, "
    "CASE f.kind WHEN 'picture' THEN alt ELSE caption END AS second "
    'FROM update_media shown JOIN "update" u ON u.id = shown.update_id JOIN media_file f ON f.id = shown.media_id '
    "WHERE u.words <> '' AND rights_ended_at IS NULL AND erased_at IS NULL ORDER BY u.id, shown.position"
)
OF_CARDS = sa.text(
    "SELECT u.id, title AS first, site AS second "
    'FROM link_card c JOIN "update" u ON u.id = c.update_id '
    "WHERE u.words <> '' AND c.state = 'ready' ORDER BY u.id, c.position"
)
KEEP = sa.text("UPDATE \"update\" SET words = words || '\n' || :words WHERE id = :id")


def upgrade() -> None:
    connection = op.get_bind()
    said: dict[int, list[str]] = defaultdict(list)
    for statement in (OF_MEDIA, OF_CARDS):
        for row in connection.execute(statement):
            said[row.id] += [row.first, row.second]
    added = [{"id": update_id, "words": words} for update_id, texts in said.items() if (words := searchable(*texts))]
    if added:
        connection.execute(KEEP, added)


def downgrade() -> None:
    """An older Dateline finds these words too, until a text is saved again."""
