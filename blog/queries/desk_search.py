"""Search at the desk, through all updates that an account may edit, in any state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from blog.extensions import db
from blog.models import (
    STATES_KNOWN_TO_READERS,
    UNPUBLISHED_STATES,
    Delegation,
    EditKind,
    Reporter,
    Revision,
    Speaker,
    State,
    Stop,
    Topic,
    Update,
    Visit,
)
from blog.models.people import SIDE, update_topic
from blog.models.update import ON_RECORD
from blog.permissions import editable_updates, is_member_of, may_edit_others
from blog.queries.accounts import by_name
from blog.queries.search import holding, is_partial
from blog.text.folding import fold

ON_A_PAGE = 20
MOST_COUNTED = 500
# A term that is in the names of more accounts than this is not taken for a name.
MOST_NAMESAKES = 10
TAKEN_DOWN = (State.WITHDRAWN, State.PURGED)
# Two values of `state` that are no states of an update.
WAITING, CORRECTED = "waiting", "corrected"

# For each term the ids of the accounts whose names contain it.
Namesakes = Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class DeskQuery:
    """The search criteria; empty means any. `by` is an account's e-mail address or name, `terms` are folded words.

    `speaker` is the key of a person, or of a side after `side:`; `stop` is a key, `topic` a slug.

    `state` may also be `waiting` (any unpublished one) or `corrected`. Words are looked for in the update and in its
    author's name.
    """

    terms: Sequence[str] = ()
    state: str = ""
    by: str = ""
    kind: str = ""
    speaker: str = ""
    stop: str = ""
    topic: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether there are no criteria."""
        return self == DeskQuery()


@dataclass(frozen=True)
class DeskResults:
    """A page of results: unpublished updates first, then published ones, newest first.

    `is_partial` means that the oldest updates were not searched.
    """

    updates: Sequence[Update]
    page: int
    has_older: bool
    count: int
    is_partial: bool

    @property
    def has_more(self) -> bool:
        """Whether there are more results than were counted."""
        return self.count > MOST_COUNTED


def find(visit: Visit, reporter: Reporter, asked: DeskQuery, page: int = 1) -> DeskResults | None:
    """A page of the updates that an account may edit and that match; None past the last page."""
    first, most = (page - 1) * ON_A_PAGE, ON_A_PAGE + 1
    wanted = _narrowed(visit, reporter, asked)
    namesakes = _namesakes(asked.terms)
    ids: list[int] = []
    count = 0
    if asked.state not in (*STATES_KNOWN_TO_READERS, CORRECTED):
        waiting = _waiting(wanted, asked.terms, namesakes)
        count = db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
        ids += db.session.scalars(waiting.order_by(Update.id.desc()).offset(first).limit(most)).all()
        first -= min(first, count)
    if asked.state not in (*UNPUBLISHED_STATES, WAITING):
        branches = _published(wanted.where(Update.number.is_not(None)), visit, asked.terms, namesakes)
        count += _count(_merged(branches, MOST_COUNTED + 1))
        if len(ids) < most:
            if may_edit_others(reporter, visit) and asked.is_everything:
                branches, first = [branches[0].where(Update.number <= _newest_after(visit, first))], 0
            found = _merged(branches, first + most).offset(first).limit(most - len(ids))
            ids += db.session.scalars(found).all()
    if page > 1 and not ids:
        return None
    return DeskResults(_whole(ids[:ON_A_PAGE]), page, len(ids) > ON_A_PAGE, count, is_partial(visit, asked.terms))


def writers(visit_id: int) -> Sequence[Reporter]:
    """The accounts that may write in a visit, by name."""
    return by_name(select(Reporter).where(is_member_of(visit_id)))


def _narrowed(visit: Visit, reporter: Reporter, asked: DeskQuery) -> Any:
    """Ids and numbers of what the account may edit and the query asks for, words apart.

    Purged updates appear only when asked for.
    """
    statement: Any = select(Update.id, Update.number).where(editable_updates(reporter))
    if asked.by:
        named = or_(Reporter.email == asked.by.strip().lower(), Reporter.name == asked.by.strip())
        statement = statement.where(_is_one_of(Update.author_id, select(Reporter.id).where(named)))
    if asked.stop:
        stops = select(Stop.id).where(Stop.visit_id == visit.id, Stop.key == asked.stop)
        statement = statement.where(_is_one_of(Update.stop_id, stops))
    if asked.topic:
        topics = select(Topic.id).where(Topic.visit_id == visit.id, Topic.slug == asked.topic)
        filed = select(update_topic.c.update_id).where(update_topic.c.topic_id.in_(topics))
        statement = statement.where(Update.id.in_(filed))
    if asked.speaker.startswith(SIDE):
        key = asked.speaker.removeprefix(SIDE)
        sides = select(Delegation.id).where(Delegation.visit_id == visit.id, Delegation.key == key)
        statement = statement.where(_is_one_of(Update.delegation_id, sides))
    elif asked.speaker:
        known = select(Speaker.id).where(Speaker.visit_id == visit.id, Speaker.key == asked.speaker)
        statement = statement.where(_is_one_of(Update.speaker_id, known))
    if not asked.speaker:  # a speaker belongs to one visit; naming the visit too would make SQLite scan it
        # The few corrections are looked up in their own index, not in the visit's: hence the "+ 0".
        visit_id = Update.visit_id + 0 if asked.state == CORRECTED else Update.visit_id
        statement = statement.where(visit_id == visit.id)
    if asked.kind:
        statement = statement.where(Update.kind == asked.kind)
    if asked.state in TAKEN_DOWN:
        statement = statement.where(Update.withdrawn_at.is_not(None))  # the condition of the partial index
    if asked.state == WAITING:
        return statement.where(Update.state.in_(UNPUBLISHED_STATES))
    if asked.state == CORRECTED:
        corrected = select(Revision.update_id).where(ON_RECORD, Revision.change == EditKind.CORRECTION)
        return statement.where(Update.id.in_(corrected), Update.state == State.PUBLISHED)
    return statement.where(Update.state == asked.state if asked.state else Update.state != State.PURGED)


def _is_one_of(column: InstrumentedAttribute[int | None], wanted: Select[int]) -> ColumnElement[bool]:
    """Compares with one value where possible: only then does SQLite use the order of an index."""
    ids = db.session.scalars(wanted).all()
    return column == ids[0] if len(ids) == 1 else column.in_(ids)


def _namesakes(terms: Sequence[str]) -> Namesakes:
    names = db.session.execute(select(Reporter.id, Reporter.name)).all() if terms else []
    folded = [(account_id, fold(name)) for account_id, name in names]
    return {term: frozenset(each for each, name in folded if term in name) for term in terms}


def _waiting(wanted: Select[Any], terms: Sequence[str], namesakes: Namesakes) -> Select[Any]:
    """Unpublished updates, which are few and not in the search index."""
    for term in terms:
        in_words = Update.words.contains(term, autoescape=True)
        wanted = wanted.where(or_(in_words, Update.author_id.in_(namesakes[term])))
    return wanted.where(Update.number.is_(None))


def _published(wanted: Select[Any], visit: Visit, terms: Sequence[str], namesakes: Namesakes) -> list[Select[Any]]:
    """Statements that together find the published updates, newest first, each by an index.

    The first finds those that contain all terms; the others, one for each author that a term names, those of the author
    that contain the other terms.
    """
    named = {term: ids for term, ids in namesakes.items() if len(ids) <= MOST_NAMESAKES}
    branches = [holding(wanted, visit, terms)]
    for author_id in sorted(frozenset().union(*named.values())):
        others = [term for term in terms if author_id not in named.get(term, ())]
        branches.append(holding(wanted.where(Update.author_id == author_id), visit, others))
    return branches


def _merged(branches: Sequence[Select[Any]], most: int) -> Select[Any]:
    """The newest of what several statements find; only so many of each are looked at."""
    if len(branches) == 1:
        return branches[0]
    newest = [branch.limit(most).subquery() for branch in branches]
    found = union(*(select(each.c.id, each.c.number) for each in newest)).subquery()
    return select(found.c.id, found.c.number).order_by(found.c.number.desc())


def _count(statement: Select[Any]) -> int:
    """How many rows a statement finds, one more than are counted at most."""
    found = statement.order_by(None).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


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
    wanted = wanted.options(*Update.with_what_is_beside())
    found = {update.id: update for update in db.session.scalars(wanted)}
    return [found[one] for one in ids]
