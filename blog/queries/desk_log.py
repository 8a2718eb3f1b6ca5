"""The log of a visit's desk: which events of its desk and of those that readers see an account may know of."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from blog.extensions import db
from blog.models import (
    STATES_KNOWN_TO_READERS,
    DeskEvent,
    DeskVerb,
    Event,
    Reporter,
    Role,
    Update,
    Verb,
    Visit,
)
from blog.models.desk_event import FOLLOWED, OF_TEAMS, OF_UPDATES
from blog.models.event import OF_UPDATES as PUBLIC_ACTS
from blog.permissions import editable_updates, is_member_of
from blog.queries.accounts import by_name
from blog.queries.desk_log_entries import AnyEvent, Entry, as_they_read

ON_A_PAGE = 60
MOST_COUNTED = 99
# Who acts where no account does: what happens at its time, commands, and accounts that exist no more.
SYSTEM = "dateline"


# The readers' log says these better.
_SAID_TWICE = frozenset(FOLLOWED.values())
_OF_HANDOVERS = frozenset({DeskVerb.HAND_OVER, DeskVerb.READ_HANDOVER})
_ABOUT_NOTES = frozenset({DeskVerb.NOTE, DeskVerb.REPORT, DeskVerb.RESOLVE, DeskVerb.REOPEN, DeskVerb.DELETE_NOTE})
_OF_NOTES = _ABOUT_NOTES | _OF_HANDOVERS
_OF_SET_UP = OF_TEAMS | {DeskVerb.DEMAND_APPROVAL, DeskVerb.ASSIGN}
# What nobody does.
_UNLISTED = frozenset({Verb.MOVE_ON})
_OF_VISIT = frozenset(
    {Verb.SET_BANNER, Verb.CLEAR_BANNER, Verb.SET_STATUS, Verb.SUM_UP, Verb.ARRIVE, Verb.LEAVE, Verb.TAKE_BACK}
)


class Kind(NamedTuple):
    """A kind of acts that one may ask for: the verbs of each log. Those of two logs may have the same name."""

    readers: frozenset[Verb] = frozenset()
    desk: frozenset[DeskVerb] = frozenset()


KINDS: Mapping[str, Kind] = {
    "updates": Kind(PUBLIC_ACTS),
    "queue": Kind(desk=frozenset(DeskVerb) - _SAID_TWICE - _OF_NOTES - _OF_SET_UP),
    "notes": Kind(desk=_OF_NOTES),
    "visit": Kind(_OF_VISIT),
    "set-up": Kind(frozenset(Verb) - PUBLIC_ACTS - _OF_VISIT - _UNLISTED, _OF_SET_UP),
}
_ANY = Kind(frozenset(Verb) - _UNLISTED, frozenset(DeskVerb) - _SAID_TWICE)


@dataclass(frozen=True)
class Position:
    """Between two entries of the list: the numbers of the next event in each log. As text, `120.45`."""

    readers: int
    desk: int

    def __str__(self) -> str:
        return f"{self.readers}.{self.desk}"

    @classmethod
    def parse(cls, text: str) -> Position | None:
        found = re.fullmatch(r"(\d{1,12})\.(\d{1,12})", text, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def end_of(cls, visit: Visit) -> Position:
        return cls(visit.head + 1, visit.desk_head + 1)


@dataclass(frozen=True)
class LogQuery:
    """What to list; empty means all. `by` is an account's e-mail address, or SYSTEM; `about` is one of KINDS."""

    by: str = ""
    about: str = ""


@dataclass(frozen=True)
class LogPage:
    """Entries, newest first, and where the earlier ones begin; None when there are none."""

    entries: Sequence[Entry]
    earlier: Position | None


def page(visit: Visit, reporter: Reporter, asked: LogQuery, before: Position | None = None) -> LogPage:
    """A page of what an account may know of, in a fixed number of statements."""
    begin = before or Position.end_of(visit)
    readers, desk = _events(visit, asked, begin), _desk_events(visit, reporter, asked, begin)
    # Within each log by number, whatever the clocks of its servers said.
    merged: Iterator[AnyEvent] = heapq.merge(readers, desk, key=lambda event: event.at, reverse=True)
    shown = list(islice(merged, ON_A_PAGE))
    has_earlier = len(readers) + len(desk) > ON_A_PAGE
    of_readers, of_desk = ([each.seq for each in shown if isinstance(each, log)] for log in (Event, DeskEvent))
    earlier = Position(min(of_readers, default=begin.readers), min(of_desk, default=begin.desk))
    return LogPage(as_they_read(visit.id, shown), earlier if has_earlier else None)


def newer(visit: Visit, reporter: Reporter, asked: LogQuery, after: Position) -> int:
    """How many entries there are from a position on; no more than MOST_COUNTED are counted."""
    count = 0
    for model, statement in ((Event, _readers(visit, asked)), (DeskEvent, _desk(visit, reporter, asked))):
        if statement is not None:
            first = after.readers if model is Event else after.desk
            found = statement.where(model.seq >= first).limit(MOST_COUNTED).subquery()
            count += db.session.scalar(select(func.count()).select_from(found)) or 0
    return min(count, MOST_COUNTED)


def people(visit_id: int) -> Sequence[Reporter]:
    """The accounts that may have acted: those of the visit's team and admins, by name."""
    wanted = select(Reporter).where(or_(is_member_of(visit_id), Reporter.role == Role.ADMIN))
    return by_name(wanted)


def _events(visit: Visit, asked: LogQuery, begin: Position) -> Sequence[AnyEvent]:
    statement = _readers(visit, asked)
    if statement is None:
        return []
    newest = statement.where(Event.seq < begin.readers).order_by(Event.seq.desc())
    found: Sequence[AnyEvent] = db.session.scalars(newest.limit(ON_A_PAGE + 1)).all()
    return found


def _desk_events(visit: Visit, reporter: Reporter, asked: LogQuery, begin: Position) -> Sequence[AnyEvent]:
    statement = _desk(visit, reporter, asked)
    if statement is None:
        return []
    newest = statement.where(DeskEvent.seq < begin.desk).order_by(DeskEvent.seq.desc())
    found: Sequence[AnyEvent] = db.session.scalars(newest.limit(ON_A_PAGE + 1)).all()
    return found


def _readers(visit: Visit, asked: LogQuery) -> Any:
    """Selects events of the readers' log; None where none can be asked for."""
    verbs = _verbs(asked).readers
    wanted = select(Event).where(Event.visit_id == visit.id, *_by(asked, Event.by_id))
    return wanted.where(Event.verb.in_(sorted(verbs))) if verbs else None


def _desk(visit: Visit, reporter: Reporter, asked: LogQuery) -> Any:
    """Selects events of the desk's log that an account may know of and that the readers' log does not have."""
    verbs = _verbs(asked).desk
    if not verbs:
        return None
    wanted = select(DeskEvent).where(DeskEvent.visit_id == visit.id, DeskEvent.verb.in_(sorted(verbs)))
    own = or_(DeskEvent.only_for_id.is_(None), DeskEvent.only_for_id == reporter.id)
    wanted = wanted.where(own, *_by(asked, DeskEvent.by_id))
    # An update that goes out at its time, or with others, has an event in the readers' log that says so.
    has_reason = or_(DeskEvent.note != "", _subject().is_(None))
    wanted = wanted.where(or_(DeskEvent.verb != DeskVerb.RELEASE, has_reason))
    if reporter.role >= Role.EDITOR:
        return wanted
    # As in the queue: what a colleague has not published is no reporter's business.
    known = _subject(or_(editable_updates(reporter), Update.state.in_(STATES_KNOWN_TO_READERS)))
    about_known = or_(DeskEvent.by_id == reporter.id, known.is_not(None))
    unpublished = OF_UPDATES - {DeskVerb.RELEASE}
    return wanted.where(or_(DeskEvent.verb.not_in(sorted(unpublished)), about_known))


def _subject(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """The id of the update that an event is about, if it meets the conditions; looked up for one event at a time."""
    about = select(Update.id).where(Update.public_id == DeskEvent.subject, *conditions)
    return about.correlate(DeskEvent).scalar_subquery()


def _verbs(asked: LogQuery) -> Kind:
    return KINDS.get(asked.about, Kind()) if asked.about else _ANY


def _by(asked: LogQuery, column: InstrumentedAttribute[int | None]) -> Sequence[ColumnElement[bool]]:
    if not asked.by:
        return ()
    if asked.by == SYSTEM:
        return (column.is_(None),)
    return (column.in_(select(Reporter.id).where(Reporter.email == asked.by)),)
