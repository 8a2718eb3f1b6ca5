"""Keeps how many read each visit and how long changes took to reach them, for some months.

Once a minute each process adds its counts to the rows of that minute, which all processes share. Readers cause no
writes, and whatever they send, a process writes at most MOST_SITES + 4 rows for a visit and minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from heapq import nlargest
from time import sleep
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from blog.models import ReaderCount, ReaderDelay, ReaderPage, Visit
from blog.models.readership import OTHER_SITES, minute_of
from blog.newsroom import commits
from blog.newsroom.transaction import current_time

KEPT = timedelta(days=90)
# Of the sites around frames, those with most readers are named; the rest are counted together.
MOST_SITES = 12
BATCH_SIZE = 2_000
# Between two batches of a deletion, posts and readers have their turn.
PAUSE_SECONDS = 0.05
# The next sample tries again.
WAIT_SECONDS = 3.0

# The readers of one visit, by a pair: the kind of their page, and the host of the site around it.
Readers = Mapping[Any, int]


def this_minute() -> int:
    """The present minute of Unix time."""
    return minute_of(current_time())


def add(
    minute: int,
    readers: Mapping[int, Readers],
    delays: Mapping[tuple[int, int], int],
    is_named: Callable[[str], bool],
) -> None:
    """Adds what a process has counted: readers by visit, and changes by visit and bound in milliseconds.

    `is_named` says of the host of a site whether it may be kept by its name.
    """
    counts: list[dict[str, Any]] = [
        {"visit_id": visit_id, "minute": minute, "page": page, "site": site, "readers": count}
        for visit_id, places in sorted(readers.items())
        for (page, site), count in sorted(_bounded(places, is_named).items())
    ]
    waits: list[dict[str, Any]] = [
        {"visit_id": visit_id, "minute": minute, "at_most_ms": bound, "changes": count}
        for (visit_id, bound), count in sorted(delays.items())
    ]
    if not counts and not waits:
        return
    with commits.write_session(at_most=WAIT_SECONDS) as session:
        ids = {row["visit_id"] for row in (*counts, *waits)}
        known = set(session.scalars(select(Visit.id).where(Visit.id.in_(ids))))  # one may have been deleted meanwhile
        _add(session, ReaderCount, ReaderCount.readers, [row for row in counts if row["visit_id"] in known])
        _add(session, ReaderDelay, ReaderDelay.changes, [row for row in waits if row["visit_id"] in known])


def delete_old() -> int:
    """Deletes what is older than KEPT, and returns how many rows that were."""
    before = this_minute() - KEPT // timedelta(minutes=1)
    return sum(_delete(model, before) for model in (ReaderCount, ReaderDelay))


def _bounded(places: Readers, is_named: Callable[[str], bool]) -> Counter[tuple[ReaderPage, str]]:
    """The counts, with names for no more than MOST_SITES sites."""
    may_be_named = ((count, site) for (_page, site), count in places.items() if site and is_named(site))
    named = {site for _count, site in nlargest(MOST_SITES, may_be_named)}
    found = Counter[tuple[ReaderPage, str]]()
    for (page, site), count in places.items():
        found[page, site if not site or site in named else OTHER_SITES] += count
    return found


def _add(
    session: Session,
    model: type[ReaderCount | ReaderDelay],
    column: InstrumentedAttribute[int],
    rows: list[dict[str, Any]],
) -> None:
    """Adds to existing rows, in a fixed order, so that two processes cannot deadlock."""
    if not rows:
        return
    statement = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(model)
    same = [name for name in rows[0] if name != column.key]
    more = {column.key: column + statement.excluded[column.key]}
    session.execute(statement.on_conflict_do_update(index_elements=same, set_=more), rows)


def _delete(model: type[ReaderCount | ReaderDelay], before: int) -> int:
    """In transactions so small that no post has to wait for one."""
    count = 0
    while True:
        with commits.write_session() as session:
            ids = session.scalars(select(model.id).where(model.minute < before).limit(BATCH_SIZE)).all()
            session.execute(delete(model).where(model.id.in_(ids)))
        count += len(ids)
        if len(ids) < BATCH_SIZE:
            return count
        sleep(PAUSE_SECONDS)
