"""Checks that logs and rows agree: no gaps in the sequences, and an event for every change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from blog.extensions import db
from blog.models import STATES_KNOWN_TO_READERS, Banner, DeskEvent, Event, Revision, State, Update, Verb, Visit
from blog.steps import Steps, untold

_REVISION_VERBS = {Verb.PUBLISH, Verb.EDIT}


@dataclass(frozen=True)
class Report:
    """The size of a visit's log, and a sentence for each disagreement."""

    visit_id: int
    slug: str
    events: int
    updates: int
    wrong: Sequence[str]


def check(visit_id: int | None = None, steps: Steps = untold) -> Sequence[Report]:
    """Checks one visit, or all. A step is an event."""
    wanted = select(Visit).order_by(Visit.id)
    if visit_id is not None:
        wanted = wanted.where(Visit.id == visit_id)
    reports = []
    for visit in db.session.scalars(wanted).all():
        reports.append(_check(visit))
        steps(visit.head)
    return reports


def size(visit_id: int | None = None) -> int:
    """How many steps a check has."""
    heads = select(func.coalesce(func.sum(Visit.head), 0))
    return db.session.scalar(heads if visit_id is None else heads.where(Visit.id == visit_id)) or 0


def _check(visit: Visit) -> Report:
    events = db.session.scalars(select(Event).where(Event.visit_id == visit.id).order_by(Event.seq)).all()
    updates = db.session.scalars(
        select(Update)
        .where(Update.visit_id == visit.id, Update.state.in_(STATES_KNOWN_TO_READERS))
        .order_by(Update.number)
    ).all()
    wrong = [*_gaps(visit, events), *_gaps_of_desk(visit), *_numbers(visit, updates)]
    wrong += [*_publications(events, updates), *_revisions(visit, events), *_marks(visit, events, updates)]
    return Report(visit.id, visit.slug, len(events), len(updates), wrong)


def _gaps(visit: Visit, events: Sequence[Event]) -> Iterable[str]:
    return _missing("the log", visit.head, [event.seq for event in events])


def _gaps_of_desk(visit: Visit) -> Iterable[str]:
    numbers = db.session.scalars(select(DeskEvent.seq).where(DeskEvent.visit_id == visit.id).order_by(DeskEvent.seq))
    return _missing("the desk's log", visit.desk_head, numbers.all())


def _missing(log: str, head: int, numbers: Sequence[int]) -> Iterable[str]:
    if missing := sorted(set(range(1, head + 1)) - set(numbers)):
        yield f"{log} has no event {', '.join(map(str, missing[:10]))}"
    if numbers and numbers[-1] > head:
        yield f"{log} goes on to {numbers[-1]}, past its head {head}"


def _numbers(visit: Visit, updates: Sequence[Update]) -> Iterable[str]:
    if [update.number for update in updates] != list(range(1, visit.published + 1)):
        yield f"the updates are not numbered from 1 to {visit.published}"


def _publications(events: Sequence[Event], updates: Sequence[Update]) -> Iterable[str]:
    published = [event.subject for event in events if event.verb is Verb.PUBLISH]
    known = {update.public_id for update in updates}
    for public_id in sorted(known - set(published)):
        yield f"update {public_id} has no publish event"
    for public_id in sorted(set(published) - known):
        yield f"an event published update {public_id}, which does not exist"
    if len(published) != len(set(published)):
        yield "an update was published twice"
    taken_down = {event.subject for event in events if event.verb in (Verb.WITHDRAW, Verb.PURGE)}
    for update in updates:
        if update.state is not State.PUBLISHED and update.public_id not in taken_down:
            yield f"update {update.public_id} is {update.state} without an event that says so"


def _revisions(visit: Visit, events: Sequence[Event]) -> Iterable[str]:
    rows = select(Revision.seq, Update.public_id).join(Update, Update.id == Revision.update_id)
    kept = {(seq, public_id) for seq, public_id in db.session.execute(rows.where(Update.visit_id == visit.id))}
    said = {(event.seq, event.subject) for event in events if event.verb in _REVISION_VERBS}
    for seq, public_id in sorted(kept - said):
        yield f"a revision of update {public_id} names event {seq}, which did not publish it"
    for seq, public_id in sorted(said - kept):
        yield f"event {seq} published a revision of update {public_id} that does not exist"


def _marks(visit: Visit, events: Sequence[Event], updates: Sequence[Update]) -> Iterable[str]:
    """The pinned update and the banner are those of the last events about them."""
    pinned = ""
    for event in events:
        if event.verb is Verb.PIN:
            pinned = event.subject
        elif event.verb in (Verb.UNPIN, Verb.WITHDRAW, Verb.PURGE) and event.subject == pinned:
            pinned = ""
    if [update.public_id for update in updates if update.is_pinned] != ([pinned] if pinned else []):
        yield "the pinned update is not the one that the log pinned last"
    set_at = 0
    for event in events:
        if event.verb in (Verb.SET_BANNER, Verb.CLEAR_BANNER):
            set_at = event.seq if event.verb is Verb.SET_BANNER else 0
    banner = db.session.scalar(select(Banner).where(Banner.visit_id == visit.id))
    if (banner.seq if banner else 0) != set_at:
        yield "the banner is not the one that the log set last"
