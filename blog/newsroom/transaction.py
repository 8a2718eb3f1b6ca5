"""The one place that commits: a change, its event and its number in one transaction, and only then the bell."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import update_wrapper
from time import sleep
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import update as sql_update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from blog import metrics
from blog.database import one_writer
from blog.extensions import db, visit_changed
from blog.models import Event, Reporter, Verb, Visit
from blog.models.visit import now
from blog.newsroom.erasure import erasure_of
from blog.newsroom.errors import CommitUnknown, NotAllowed, NotFound
from blog.newsroom.storage import diagnose, storage_of
from blog.outage import is_outage, reason
from blog.permissions import Permission, may_write
from blog.translation import _

P = ParamSpec("P")
R = TypeVar("R")
S = ParamSpec("S")

# Serialisation failure, deadlock; the server stops, crashes, or is not there yet (PostgreSQL, appendix A).
RETRYABLE = {"40001", "40P01", "57P01", "57P02", "57P03"}
RETRY_DELAYS = (0.1, 0.4)

logger = logging.getLogger(__name__)

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@dataclass
class Transaction:
    """One change in the making: its session, the visit (locked until the commit), who acts, and when.

    `quiet` keeps a change that no reader can see, such as a draft, although it has no event. `purges` leaves
    no trace of what was there before.
    """

    session: Session
    visit: Visit
    by: Reporter | None
    at: datetime
    without_event: bool = False
    is_purge: bool = False
    _number: int | None = None
    _events: list[Event] = field(default_factory=list)

    @property
    def by_id(self) -> int | None:
        return self.by.id if self.by else None

    @property
    def has_events(self) -> bool:
        return bool(self._events)

    def log(self, verb: Verb, subject: str = "") -> int:
        """Writes the event of what was changed and returns its sequence number."""
        seq, self._number = self._number or _next_number(self.session, self.visit.id), None
        at = _moment.get() or datetime.now(UTC)  # to the microsecond: readers' delay is measured from here
        event = Event(visit_id=self.visit.id, seq=seq, verb=verb, subject=subject, at=at, by_id=self.by_id)
        self.session.add(event)
        self._events.append(event)
        return seq

    def count_events(self) -> None:
        """Counts what was committed, for who watches the service."""
        for event in self._events:
            metrics.CHANGES.labels(event.verb.value).inc()

    def restart_numbers(self) -> None:
        """Lets the numbers begin at 1 again: only for a log that was emptied and has a new epoch."""
        self.visit.head = self._number = 1

    def require(self, permission: Permission[S], *about: S.args, **more: S.kwargs) -> None:
        """Raises NotAllowed unless the system itself, or an account with this permission, acts."""
        require(self.by, permission, *about, **more)


class verb:  # noqa: N801 — reads as a decorator; a class, because only so are the arguments' types kept
    """Makes a function of a Transaction a verb of the newsroom, callable with the visit's id and the account's.

    `permission` is what the account needs in that visit.
    """

    def __init__(self, permission: Permission[[Visit]] = may_write) -> None:
        self._permission = permission

    def __call__(self, act: Callable[Concatenate[Transaction, P], R]) -> Callable[Concatenate[int, int | None, P], R]:
        def perform(visit_id: int, by_id: int | None, /, *args: P.args, **kwargs: P.kwargs) -> R:
            def attempt() -> tuple[Transaction, R]:
                with write_session() as session:
                    tx = _begin(session, visit_id, by_id)
                    tx.require(self._permission, tx.visit)
                    result = act(tx, *args, **kwargs)
                    if not tx.has_events:
                        _return_number(tx)
                    if tx.is_purge:
                        erasure_of(db.engine).note_purge(session)
                return tx, result

            tx, result = retry(attempt)
            if tx.has_events:
                tx.count_events()
                visit_changed.send(visit_id)
            if tx.is_purge:
                erasure_of(db.engine).after_purge(db.engine)
            return result

        update_wrapper(perform, act)
        return perform


def retry(attempt: Callable[[], R]) -> R:
    """Runs a transaction again when the database undid it for a reason that is over by the next time.

    A connection that was lost during the commit leaves open whether it happened: that is never repeated here, but by
    the sender, whose form carries a key that makes it one post.
    """
    for delay in RETRY_DELAYS:
        try:
            return attempt()
        except DBAPIError as error:
            if not _is_retryable(error):
                raise
            logger.warning("the transaction was undone and is repeated: %s", reason(error))
            sleep(delay)
    return attempt()


@contextmanager
def write_session(*, at_most: float | None = None) -> Iterator[Session]:
    """A write transaction in a session of its own; what it returns stays readable after the commit.

    What can as well be done another time waits `at_most` so many seconds for its turn.
    """
    # Of those who wait to write, each would keep a connection from those who read.
    writer = one_writer(db.engine, db.session.rollback, at_most=at_most)
    with writer as engine, Session(engine, expire_on_commit=False) as session:
        committing = False
        try:
            yield session
            session.flush()  # what fails here was not committed, and may be made again
            committing = session.in_transaction()
            session.commit()
        except DBAPIError as error:
            if committing or (is_outage(error) and not _is_retryable(error)):
                storage_of(db.engine).record_failure(error)
            if committing and not _is_refusal(error):
                raise CommitUnknown from error
            raise
        if committing:
            storage_of(db.engine).record_success()
    db.session.rollback()  # the caller's next read sees what was just written


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Lets changes happen at another moment: for the demonstration and for imports."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def current_time() -> datetime:
    """The moment at which a change happens."""
    return _moment.get() or now()


def account(session: Session, by_id: int | None) -> Reporter | None:
    """The account that acts; None for the system itself. Raises NotAllowed when it no longer exists."""
    if by_id is None:
        return None
    if reporter := session.get(Reporter, by_id):
        return reporter
    raise NotAllowed(_("Your account no longer exists. Ask an administrator for a new one."))


def require(by: Reporter | None, permission: Permission[S], *about: S.args, **more: S.kwargs) -> None:
    """Raises NotAllowed unless the system itself (None), or an account with this permission, acts."""
    if by is not None and not permission(by, *about, **more):
        raise NotAllowed(permission.refusal)


def add_visit(session: Session, visit: Visit) -> None:
    """Adds a new visit and the first event of its log. The caller's transaction commits it."""
    session.add(visit)
    session.flush()
    _begin(session, visit.id, None).log(Verb.OPEN)


def _is_retryable(error: DBAPIError) -> bool:
    """Whether nothing of the transaction is left, and another attempt may do better."""
    return error.connection_invalidated or _sqlstate(error) in RETRYABLE


def _is_refusal(error: DBAPIError) -> bool:
    """Whether the database said for certain that it did not commit."""
    return _sqlstate(error) in RETRYABLE or diagnose(error)[1] in ("full", "readonly", "locked")


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _begin(session: Session, visit_id: int, by_id: int | None) -> Transaction:
    # The first statement takes the number, and with it the visit's row lock: commits then follow the numbers' order.
    number = _next_number(session, visit_id)
    visit = session.get_one(Visit, visit_id, populate_existing=True)
    by = account(session, by_id)
    require(by, may_write, visit)
    return Transaction(session, visit, by, current_time(), _number=number)


def _return_number(tx: Transaction) -> None:
    """Returns the number that was taken: nothing that a reader could see has changed."""
    if not tx.without_event:
        tx.session.rollback()
        return
    tx.session.flush()
    statement = sql_update(Visit).where(Visit.id == tx.visit.id).values(head=Visit.head - 1)
    tx.session.execute(statement.execution_options(synchronize_session=False))


def _next_number(session: Session, visit_id: int) -> int:
    statement = (
        sql_update(Visit)
        .where(Visit.id == visit_id)
        .values(head=Visit.head + 1)
        .returning(Visit.head)
        .execution_options(synchronize_session=False)
    )
    number = session.execute(statement).scalar_one_or_none()
    if number is None:
        raise NotFound("There is no such visit.")
    return number
