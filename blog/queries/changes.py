"""What changed in a visit after a position in its log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from blog.extensions import db
from blog.models import Event, Update, Visit
from blog.models.event import OF_UPDATES, RENAMES
from blog.queries import named_updates, translations

# One query reads no more of the log than this: most events may not be about updates.
MAX_EVENTS = 1000


@dataclass(frozen=True)
class ChangedUpdates:
    """The updates that changed up to `seq`, and the keys of what was renamed, by kind: `stop`, `speaker`, `delegation`
    and `topic`."""

    seq: int
    updates: Sequence[Update]
    renamed: Mapping[str, Collection[str]]


def changed_updates(visit: Visit, after: int, most: int) -> ChangedUpdates:
    """Up to `most` updates that changed after a position, as they are now, by number.

    Beyond those come the originals and translations of what changed, which name each other.
    """
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
    return ChangedUpdates(seq, with_tied(visit.id, known), renamed)


def with_tied(
    visit_id: int, public_ids: Collection[str], loaded: Mapping[str, Update] | None = None
) -> Sequence[Update]:
    """The updates with these ids that readers are allowed to know about, and what is tied to them, oldest first.

    Those that are `loaded` already, by public id, are not read again.
    """
    loaded = loaded or {}
    found = [*loaded.values(), *named_updates.by_public_ids(visit_id, set(public_ids) - loaded.keys())]
    tied = named_updates.by_public_ids(visit_id, translations.tied_to(found) - set(public_ids))
    return sorted([*found, *tied], key=lambda update: update.number or 0)


def events(visit_id: int, after: int, most: int) -> Sequence[Event]:
    """Up to `most` events after a position, in order."""
    wanted = select(Event).where(Event.visit_id == visit_id, Event.seq > after).order_by(Event.seq).limit(most)
    return db.session.scalars(wanted).all()
