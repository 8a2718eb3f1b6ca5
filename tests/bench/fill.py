"""Makes the database of a run, in a process of its own: `python -m tests.bench.fill UPDATES ACCOUNTS`.

The visit and the accounts come through the newsroom. Updates are inserted in bulk, by the log's rules: one event
and one revision each, numbers and sequences without a gap, so that `flask log check` has nothing to say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from blog import create_app, newsroom
from blog.cli.database import migrate_database
from blog.extensions import db
from blog.models import EditKind, Event, Kind, Revision, Standing, State, Topic, Update, Verb, Visit
from blog.models.columns import public_id
from blog.models.people import update_topic
from blog.models.visit import now
from blog.newsroom import commits
from blog.permissions import SYSTEM
from blog.text import markdown
from tests.bench.words import headline, paragraphs

SLUG = "bench"
PASSWORD = "a plain long password"
CHUNK, WORDINGS, KEY_EVERY = 5_000, 200, 50


def account(number: int) -> str:
    return f"bench{number}@example.org"


def main(updates: int, accounts: int) -> None:
    app = create_app()
    migrate_database(app)
    with app.app_context():
        for number in range(accounts):
            newsroom.reporters.add(account(number), name=f"Reporter {number}", role="admin", password=PASSWORD)
        visit_id = open_visit()
        if updates:
            with commits.write_session() as session:
                publish_many(session, session.get_one(Visit, visit_id, populate_existing=True), updates)
            # As autovacuum leaves it on PostgreSQL, and the server's own start on SQLite.
            with db.engine.begin() as connection:
                connection.exec_driver_sql("ANALYZE")


def open_visit() -> int:
    """A live visit with two stops, two sides, two speakers and three topics."""
    visit_id = newsroom.visits.open_visit(SLUG, title="Talks in Vienna", summary="Two sides, one table.", by_id=SYSTEM)
    newsroom.itinerary.add_stop(visit_id, SYSTEM, "Vienna", zone="Europe/Vienna", country="Austria")
    newsroom.itinerary.add_stop(visit_id, SYSTEM, "Tokyo", zone="Asia/Tokyo", country="Japan")
    newsroom.itinerary.arrive(visit_id, SYSTEM, "vienna")
    for side, speaker in (("North", "Ada Nord"), ("South", "Sam Sud")):
        newsroom.people.add_delegation(visit_id, SYSTEM, side)
        newsroom.people.add_speaker(visit_id, SYSTEM, speaker, title="Spokesperson", delegation=side.lower())
    for topic in ("Trade", "Borders", "Energy"):
        newsroom.people.add_topic(visit_id, SYSTEM, topic)
    newsroom.visits.set_status(visit_id, SYSTEM, "live")
    return visit_id


def publish_many(session: Session, visit: Visit, count: int) -> None:
    """What `count` calls of `publish` would have left behind, a minute apart, up to now."""
    began, first_seq = now() - timedelta(minutes=count), visit.head + 1
    topics = list(session.scalars(select(Topic.id).where(Topic.visit_id == visit.id).order_by(Topic.id)))
    for chunk in _chunks(count):
        rows = [_update(visit, number, began) for number in chunk]
        session.execute(insert(Update), rows)
        numbered = select(Update.number, Update.id).where(Update.visit_id == visit.id, Update.number.in_(chunk))
        ids = {number: key for number, key in session.execute(numbered) if number is not None}
        session.execute(insert(Revision), [_revision(row, ids[row["number"]], first_seq) for row in rows])
        session.execute(insert(Event), [_event(row, first_seq) for row in rows])
        session.execute(update_topic.insert(), [_link(ids[number], topics[number % len(topics)]) for number in chunk])
    visit.published, visit.head = count, first_seq + count - 1


def _chunks(count: int) -> Iterator[range]:
    for start in range(1, count + 1, CHUNK):
        yield range(start, min(start + CHUNK, count + 1))


_rendered: dict[int, tuple[str, str]] = {}


def _wording(number: int) -> tuple[str, str]:
    """Markdown and HTML; a few hundred different ones are enough."""
    which = number % WORDINGS
    if which not in _rendered:
        body = paragraphs(which)
        _rendered[which] = body, markdown.render(body)
    return _rendered[which]


def _update(visit: Visit, number: int, began: datetime) -> dict[str, Any]:
    body, html = _wording(number)
    at = began + timedelta(minutes=number)
    return {
        "public_id": public_id(),
        "visit_id": visit.id,
        "number": number,
        "state": State.PUBLISHED,
        "version": 1,
        "kind": Kind.REPORT,
        "standing": Standing.REPORTED,
        "lang": visit.lang,
        "headline": headline(number),
        "body": body,
        "html": html,
        "renderer": markdown.RENDERER,
        "is_key": number % KEY_EVERY == 0,
        "stop_id": visit.stops[0].id,
        "created_at": at,
        "published_at": at,
    }


def _revision(row: dict[str, Any], update_id: int, first_seq: int) -> dict[str, Any]:
    copied = {name: row[name] for name in ("standing", "headline", "body", "html")}
    at = {"at": row["published_at"], "seq": first_seq + row["number"] - 1}
    return {"update_id": update_id, "number": 1, "change": EditKind.FIRST, "note": "", **at, **copied}


def _event(row: dict[str, Any], first_seq: int) -> dict[str, Any]:
    at = {"at": row["published_at"], "seq": first_seq + row["number"] - 1}
    return {"visit_id": row["visit_id"], "verb": Verb.PUBLISH, "subject": row["public_id"], **at}


def _link(update_id: int, topic_id: int) -> dict[str, int]:
    return {"update_id": update_id, "topic_id": topic_id}


if __name__ == "__main__":
    arguments: Sequence[int] = [int(argument) for argument in sys.argv[1:]]
    main(*arguments)
