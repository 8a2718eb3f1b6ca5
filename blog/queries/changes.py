"""A visit as programs follow it: forwards through its log, by what has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from blog.extensions import db
from blog.models import Event, Update, Visit
from blog.models.event import OF_UPDATES, RENAMES
from blog.queries import stream

# One step looks at no more of the log than this: most of it may be about other things than updates.
MAX_EVENTS = 1000


@dataclass(frozen=True)
class Steps:
    """What lies between two positions: the log up to `seq` is told, and what it says of updates, and of the names in
    them (`stop`, `speaker`, `delegation`, `topic`, each with its keys)."""

    seq: int
    updates: Sequence[Update]
    renamed: Mapping[str, Collection[str]]


def changed(visit: Visit, after: int, most: int) -> Steps:
    """At most so many updates that changed after a position, as they are now, in the order of their numbers."""
    known: set[str] = set()
    renamed: dict[str, set[str]] = {what: set() for what in RENAMES.values()}
    seq = after
    for event in events(visit.id, after, MAX_EVENTS):
        if event.verb in OF_UPDATES and event.subject not in known:
            if len(known) == most:
                break
            known.add(event.subject)
        elif event.verb in RENAMES:
            renamed[RENAMES[event.verb]].add(event.subject)
        seq = event.seq
    return Steps(seq, stream.some(visit.id, known), renamed)


def events(visit_id: int, after: int, most: int) -> Sequence[Event]:
    """The events after a position, in order, at most so many."""
    wanted = select(Event).where(Event.visit_id == visit_id, Event.seq > after).order_by(Event.seq).limit(most)
    return db.session.scalars(wanted).all()
