"""Updates by their public ids, with all that an article shows; skips relations that none of them has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import load_only
from sqlalchemy.orm.attributes import set_committed_value

from blog.extensions import db
from blog.models import STATES_KNOWN_TO_READERS, Topic, Update
from blog.models.people import update_topic
from blog.queries import translations
from blog.queries.stream import BESIDE, IN_ITS_ROW, with_relations

# With more than this many, checking first costs more than it saves.
MANY = 50


def by_public_ids(visit_id: int, public_ids: Collection[str]) -> Sequence[Update]:
    """The updates with these ids that readers are allowed to know about, oldest first.

    One statement for their rows, and one for each kind of thing that stands beside any of them.
    """
    if not public_ids:
        return []
    # Selected by id alone and sorted here: without statistics, a database would scan the visit.
    known = Update.public_id.in_(public_ids), Update.state.in_(STATES_KNOWN_TO_READERS)
    found = _few(known) if len(public_ids) <= MANY else db.session.scalars(with_relations(*known)).all()
    return sorted((update for update in found if update.visit_id == visit_id), key=lambda update: update.number or 0)


def _few(known: Sequence[ColumnElement[bool]]) -> Sequence[Update]:
    names = ("topics", *BESIDE)
    wanted = select(Update, *(getattr(Update, name).any() for name in names)).where(*known)
    rows = db.session.execute(wanted.options(*IN_ITS_ROW, *translations.of_original())).all()
    for place, name in enumerate(names, start=1):
        for row in rows:
            if not row[place]:
                set_committed_value(row[0], name, [])
        if having := [row[0] for row in rows if row[place]]:
            _load(having, name)
    return [row[0] for row in rows]


def _load(updates: Sequence[Update], name: str) -> None:
    ids = [update.id for update in updates]
    if name == "topics":  # SQLite would put the whole table together for a join of the three
        tied = update_topic.c.update_id
        topics = select(tied, Topic).join(Topic, Topic.id == update_topic.c.topic_id).order_by(Topic.name)
        rows = db.session.execute(topics.where(tied.in_(ids))).all()
        for update in updates:
            set_committed_value(update, name, [row[1] for row in rows if row[0] == update.id])
        return
    options = load_only(Update.id), BESIDE[name]
    db.session.scalars(select(Update).where(Update.id.in_(ids)).options(*options)).unique().all()
