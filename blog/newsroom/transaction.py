"""Commits a change, its event and its sequence number in one transaction, and then notifies all processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import update_wrapper
from time import sleep
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from blog import metrics
from blog.extensions import db, desk_changed, events_written, visit_changed
from blog.models import AuditChain, DeskEvent, DeskVerb, Event, Reporter, Update, Verb, Visit
from blog.models.desk_event import FOLLOWED
from blog.models.visit import now
from blog.newsroom import acting, audit, numbers, under_lock
from blog.newsroom.commits import retry, write_session
from blog.newsroom.erased_files import delete_bytes
from blog.newsroom.erasure import erasure_of
from blog.newsroom.numbers import Numbers, locked_visit
from blog.newsroom.queueing import enqueue
from blog.permissions import SYSTEM, Actor, ActorId, Permission, may_write

P = ParamSpec("P")
R = TypeVar("R")
S = ParamSpec("S")

# Verbs that the audit leaves out, each with the reason.
NOT_ACTS = {
    "passing.move_on": "time passes, and nobody decides that",
    "link_cards.card": "the site fetches what an update links to; who published that is recorded",
}

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@dataclass
class Transaction:
    """A change under way: its session, the visit (its row is locked until the commit), the account, and the time.

    A verb sets `without_event` to commit a change that nobody is told about; otherwise a transaction that logs no
    event, neither for readers nor for the desk, is rolled back. It sets `is_purge` when deleted text must also be
    erased from disk and caches. The audit records an act without an event once the verb has called `concern`.
    `published_at` is when the newest update was published.
    """

    session: Session
    visit: Visit
    by: Actor
    at: datetime
    chain: AuditChain
    published_at: datetime | None
    is_told: bool
    numbers: Numbers
    without_event: bool = False
    is_purge: bool = False
    _new_updates: dict[str, Update] = field(default_factory=dict)
    _events: list[Event] = field(default_factory=list)
    _desk_events: list[DeskEvent] = field(default_factory=list)
    _concerns: tuple[str, str, Reporter | None] | None = None

    @property
    def by_id(self) -> int | None:
        """The id of the acting account, for the rows that name it; None for the system."""
        return None if self.by is SYSTEM else self.by.id

    @property
    def events(self) -> Sequence[Event]:
        """The events that it has logged for readers."""
        return self._events

    @property
    def has_events(self) -> bool:
        return bool(self._events)

    @property
    def has_desk_events(self) -> bool:
        return bool(self._desk_events)

    def log(self, verb: Verb, subject: str = "") -> int:
        """Adds an event to the visit's log and returns its sequence number; tells the desk what it follows."""
        seq = self.numbers.take(numbers.READERS)
        at = _moment.get() or datetime.now(UTC)  # with microseconds: the delay of delivery is measured from here
        event = Event(visit_id=self.visit.id, seq=seq, verb=verb, subject=subject, at=at, by_id=self.by_id)
        self.session.add(event)
        self._events.append(event)
        if verb in FOLLOWED:
            self.tell_desk(FOLLOWED[verb], subject)
        return seq

    def log_new(self, update: Update) -> int:
        """Adds the event of an update that was made in this transaction, with its row and all that it shows."""
        self._new_updates[update.public_id] = update
        return self.log(Verb.PUBLISH, update.public_id)

    def tell_desk(
        self, verb: DeskVerb, subject: str = "", *, only: int | None = None, note: str = "", detail: str = ""
    ) -> None:
        """Adds an event to the log of the visit's desk. `only` is the id of the account that alone may know of it."""
        seq = self.numbers.take(numbers.DESK)
        at = _moment.get() or datetime.now(UTC)
        event = DeskEvent(visit_id=self.visit.id, seq=seq, verb=verb, subject=subject, at=at)
        event.by_id, event.only_for_id, event.note, event.detail = self.by_id, only, note, detail
        self.session.add(event)
        self._desk_events.append(event)

    def concern(self, subject: str = "", detail: str = "", about: Reporter | None = None) -> None:
        """Tells the audit what or whom the act is about, not as the first event does; `detail` is never a text."""
        self._concerns = subject, detail, about

    def record(self, act: str) -> None:
        """Records the act in the audit of the visit, unless nothing happened."""
        events: list[Event | DeskEvent] = [*self._events, *self._desk_events]
        if not events and self._concerns is None:
            return
        subject = next((event.subject for event in events if event.subject), "")
        audit.record_verb(self.session, self.chain, act, self.by, *(self._concerns or (subject, "", None)))

    def announce_events(self) -> None:
        """Counts the committed events in the metrics, and tells this process of them before all are told."""
        for event in self._events:
            metrics.CHANGES.labels(event.verb.value).inc()
        events_written.send(db.engine, visit=self.visit, events=self.events, updates=self._new_updates)
        visit_changed.send(self.visit.id)

    def restart_numbers(self) -> None:
        """Restarts the sequence numbers at 1, for a log that was emptied and has a new epoch."""
        self.numbers.restart(numbers.READERS)

    def require(self, permission: Permission[S], *about: S.args, **more: S.kwargs) -> None:
        """Raises NotAllowed unless the acting account has the permission."""
        acting.require(self.by, permission, *about, **more)


class verb:  # noqa: N801 — a decorator; as a class it keeps the types of the arguments
    """Turns a function that takes a Transaction into a verb, called with the ids of the visit and the account.

    The verb checks `permission`, runs the function in a transaction, commits, and notifies all processes. One that
    `publishes` an update every time takes its number with the lock.
    """

    def __init__(self, permission: Permission[[Visit]] = may_write, *, publishes: bool = False) -> None:
        self._permission = permission
        self._taken = (*numbers.LOGS, numbers.UPDATES) if publishes else numbers.LOGS

    def __call__(self, act: Callable[Concatenate[Transaction, P], R]) -> Callable[Concatenate[int, ActorId, P], R]:
        act_name = name_of(act)

        def perform(visit_id: int, by_id: ActorId, /, *args: P.args, **kwargs: P.kwargs) -> R:
            def attempt() -> tuple[Transaction, R]:
                with write_session() as session:
                    tx = _begin(session, visit_id, by_id, self._taken)
                    tx.require(self._permission, tx.visit)
                    result = act(tx, *args, **kwargs)
                    is_kept = tx.has_events or tx.has_desk_events or tx.without_event
                    if is_kept:
                        tx.numbers.give_back()
                    else:
                        session.rollback()
                    if tx.has_events:
                        enqueue(session, tx.visit, tx.events, tx.at, is_told=tx.is_told)
                    if is_kept and act_name not in NOT_ACTS:
                        tx.record(act_name)
                    if tx.is_purge:
                        erasure_of(db.engine).note_purge(session)
                return tx, result

            tx, result = retry(attempt)
            if tx.has_events:
                tx.announce_events()
            if tx.has_desk_events:
                desk_changed.send(visit_id)
            if tx.is_purge:
                erasure_of(db.engine).after_purge(db.engine)
                delete_bytes()
            sleep(0)  # the pump serves readers now, before whoever called renders an answer
            return result

        update_wrapper(perform, act)
        return perform


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Dates the changes within the block at `moment`: for the demonstration and for imports."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def name_of(act: Callable[..., object]) -> str:
    """The name of a verb in the audit: its module and function, such as `updates.publish`."""
    return f"{act.__module__.rpartition('.')[2]}.{act.__name__.strip('_')}"


def current_time() -> datetime:
    """The time at which changes are dated: now, unless `as_of` sets another."""
    return _moment.get() or now()


def add_visit(session: Session, visit: Visit, by: Actor) -> None:
    """Adds a new visit with the first event of its log; the caller commits."""
    session.add(visit)
    session.flush()
    audit.begin_chain(session, visit)
    tx = _begin(session, visit.id, SYSTEM, numbers.LOGS)
    tx.log(Verb.OPEN)
    tx.numbers.give_back()
    enqueue(session, visit, tx.events, tx.at, is_told=tx.is_told)
    audit.record_verb(session, tx.chain, "visits.open_visit", by)


def _begin(session: Session, visit_id: int, by_id: ActorId, taken: tuple[str, ...]) -> Transaction:
    visit = locked_visit(session, visit_id, taken)
    taken_numbers = Numbers(visit, taken)
    known = under_lock.read(session, visit, by_id, taken_numbers.last(numbers.UPDATES))
    return Transaction(
        session, visit, known.by, current_time(), known.chain, known.published_at, known.is_told, taken_numbers
    )
