"""Search at the desk, through all updates that an account may edit, in any state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from blog.extensions import db
from blog.models import STATES_KNOWN_TO_READERS, UNPUBLISHED_STATES, Membership, Reporter, Speaker, State, Update, Visit
from blog.permissions import editable_updates, may_edit_others
from blog.queries.search import holding

ON_A_PAGE = 20
TAKEN_DOWN = (State.WITHDRAWN, State.PURGED)

Statement = TypeVar("Statement", bound=Select[Any])


@dataclass(frozen=True)
class DeskQuery:
    """The search criteria; empty means any. `by` is an account's e-mail address or name, `terms` are folded words."""

    terms: Sequence[str] = ()
    state: str = ""
    by: str = ""
    kind: str = ""
    speaker: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether there are no criteria."""
        return not (self.terms or self.state or self.by or self.kind or self.speaker)


@dataclass(frozen=True)
class DeskResults:
    """A page of results: unpublished updates first, then published ones, newest first."""

    updates: Sequence[Update]
    page: int
    has_older: bool


def find(visit: Visit, reporter: Reporter, asked: DeskQuery, page: int = 1) -> DeskResults | None:
    """A page of the updates that an account may edit and that match; None past the last page."""
    first, most = (page - 1) * ON_A_PAGE, ON_A_PAGE + 1
    wanted = _narrowed(select(Update.id), visit, reporter, asked)
    ids: list[int] = []
    if asked.state not in STATES_KNOWN_TO_READERS:
        waiting = _waiting(wanted, asked.terms)
        ids += db.session.scalars(waiting.order_by(Update.id.desc()).offset(first).limit(most)).all()
        first -= min(first, _count(waiting)) if first else 0
    if len(ids) < most and asked.state not in UNPUBLISHED_STATES:
        published = holding(wanted.where(Update.number.is_not(None)), visit, asked.terms)
        if may_edit_others(reporter, visit) and asked.is_everything:
            published, first = published.where(Update.number <= _newest_after(visit, first)), 0
        ids += db.session.scalars(published.offset(first).limit(most - len(ids))).all()
    if page > 1 and not ids:
        return None
    return DeskResults(_whole(ids[:ON_A_PAGE]), page, len(ids) > ON_A_PAGE)


def writers(visit_id: int) -> Sequence[Reporter]:
    """The accounts that may write in a visit, by name."""
    members = select(Membership.reporter_id).where(Membership.visit_id == visit_id)
    return db.session.scalars(select(Reporter).where(Reporter.id.in_(members)).order_by(Reporter.name)).all()


def _narrowed(statement: Statement, visit: Visit, reporter: Reporter, asked: DeskQuery) -> Statement:
    """Restricts to what the account may edit and the query asks for. Purged updates appear only when asked for."""
    statement = statement.where(editable_updates(reporter))
    if asked.by:
        named = or_(Reporter.email == asked.by.strip().lower(), Reporter.name == asked.by.strip())
        statement = statement.where(_is_one_of(Update.author_id, select(Reporter.id).where(named)))
    if asked.speaker:
        known = select(Speaker.id).where(Speaker.visit_id == visit.id, Speaker.key == asked.speaker)
        statement = statement.where(_is_one_of(Update.speaker_id, known))
    else:  # a speaker belongs to one visit; naming the visit too would make SQLite scan it
        statement = statement.where(Update.visit_id == visit.id)
    if asked.kind:
        statement = statement.where(Update.kind == asked.kind)
    if asked.state in TAKEN_DOWN:
        statement = statement.where(Update.withdrawn_at.is_not(None))  # the condition of the partial index
    return statement.where(Update.state == asked.state if asked.state else Update.state != State.PURGED)


def _is_one_of(column: InstrumentedAttribute[int | None], wanted: Select[int]) -> ColumnElement[bool]:
    """Compares with one value where possible: only then does SQLite use the order of an index."""
    ids = db.session.scalars(wanted).all()
    return column == ids[0] if len(ids) == 1 else column.in_(ids)


def _waiting(wanted: Statement, terms: Sequence[str]) -> Statement:
    """Unpublished updates, which are not in the search index."""
    for term in terms:
        wanted = wanted.where(Update.words.contains(term, autoescape=True))
    return wanted.where(Update.number.is_(None))


def _count(statement: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _newest_after(visit: Visit, skipped: int) -> int:
    """The number of the newest update after skipping some, not counting purged ones.

    Numbers have no gaps, so only the few purged updates need to be read.
    """
    number = visit.published - skipped
    purged = select(Update.number).where(Update.visit_id == visit.id, Update.withdrawn_at.is_not(None))
    purged = purged.where(Update.state == State.PURGED)
    for each in db.session.scalars(purged.order_by(Update.number.desc())).all():
        number -= each is not None and each >= number
    return number


def _whole(ids: Sequence[int]) -> Sequence[Update]:
    """Loads updates by id in this order, with what a result shows of them."""
    if not ids:
        return []
    wanted = select(Update).where(Update.id.in_(ids)).options(joinedload(Update.stop), joinedload(Update.author))
    found = {update.id: update for update in db.session.scalars(wanted)}
    return [found[one] for one in ids]
