"""A search at the desk: every update of a visit that an account may change, whatever its state and its age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Membership, Reporter, Speaker, State, Update, Visit
from blog.queries.search import holding

ON_A_PAGE = 20

Statement = TypeVar("Statement", bound=Select[Any])


@dataclass(frozen=True)
class Asked:
    """What is looked for; empty means any. `by` is an account's e-mail or name, `terms` are folded words."""

    terms: Sequence[str] = ()
    state: str = ""
    by: str = ""
    kind: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Found:
    """One page of what was found, in the order in which it went out, the newest first; what waits comes before that."""

    updates: Sequence[Update]
    page: int
    has_older: bool


def find(visit: Visit, reporter: Reporter, asked: Asked, page: int = 1) -> Found | None:
    """The updates that an account may change, narrowed; None past the last page."""
    wanted = _narrowed(select(Update.id).where(Update.visit_id == visit.id), visit, reporter, asked)
    waiting = wanted.where(Update.number.is_(None))
    for term in asked.terms:
        waiting = waiting.where(Update.words.contains(term, autoescape=True))
    published = holding(wanted.where(Update.number.is_not(None)), visit, asked.terms)
    ids = _cut(waiting.order_by(Update.id.desc()), published, (page - 1) * ON_A_PAGE, ON_A_PAGE + 1)
    if page > 1 and not ids:
        return None
    return Found(_whole(ids[:ON_A_PAGE]), page, len(ids) > ON_A_PAGE)


def writers(visit_id: int) -> Sequence[Reporter]:
    """The accounts that may write to a visit, by name."""
    members = select(Membership.reporter_id).where(Membership.visit_id == visit_id)
    return db.session.scalars(select(Reporter).where(Reporter.id.in_(members)).order_by(Reporter.name)).all()


def _narrowed(statement: Statement, visit: Visit, reporter: Reporter, asked: Asked) -> Statement:
    """What an account may change, and of that what fits. A purged update is shown only to who asks for those."""
    if not reporter.edits:
        statement = statement.where(Update.author_id == reporter.id)
    if asked.by:
        named = or_(Reporter.email == asked.by.strip().lower(), Reporter.name == asked.by.strip())
        statement = statement.where(Update.author_id.in_(select(Reporter.id).where(named)))
    if asked.speaker:
        known = select(Speaker.id).where(Speaker.visit_id == visit.id, Speaker.key == asked.speaker)
        statement = statement.where(Update.speaker_id.in_(known))
    if asked.kind:
        statement = statement.where(Update.kind == asked.kind)
    return statement.where(Update.state == asked.state if asked.state else Update.state != State.PURGED)


def _cut(first: Select[Any], second: Select[Any], offset: int, most: int) -> list[int]:
    """So many ids from `offset` on, of two lists one after the other."""
    length = db.session.scalar(select(func.count()).select_from(first.order_by(None).subquery())) or 0
    ids: list[int] = []
    if offset < length:
        ids += db.session.scalars(first.offset(offset).limit(most)).all()
    if len(ids) < most:
        rest = second.offset(max(0, offset - length)).limit(most - len(ids))
        ids += db.session.scalars(rest).all()
    return ids


def _whole(ids: Sequence[int]) -> Sequence[Update]:
    """The updates of these ids, in this order, with what a line about each of them shows."""
    if not ids:
        return []
    wanted = select(Update).where(Update.id.in_(ids)).options(joinedload(Update.stop), joinedload(Update.author))
    found = {update.id: update for update in db.session.scalars(wanted)}
    return [found[one] for one in ids]
