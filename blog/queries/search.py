"""A search in one visit: among what is published now, the newest first, and never dearer than the limits below."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, column, func, inspect, select, table

from blog.extensions import db
from blog.models import State, Update, Visit
from blog.queries.filters import Filter, narrowed
from blog.queries.stream import public

RESULTS_ON_A_PAGE = 20
MOST_RESULTS = 1000
# What no index can find is looked for in so many of the newest updates.
READ_ONE_BY_ONE = 20_000
TRIGRAM = 3
# What every pg_trgm can find: whether it knows other letters depends on the language that a database was made with.
_PLAIN_TRIGRAM = re.compile("[a-z0-9]{3}")

_index = table("update_search", column("rowid"), column("update_search"))
_indexed: WeakKeyDictionary[Engine, bool] = WeakKeyDictionary()

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """One page of results, newest first. `is_partial` says that the oldest updates of the visit were not looked at."""

    updates: Sequence[Update]
    count: int
    page: int
    pages: int
    is_partial: bool = False

    @property
    def has_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_RESULTS


def find(visit: Visit, terms: Sequence[str], wanted: Filter, page: int = 1) -> Found | None:
    """The published updates in which all of a query's terms stand; None past the last page."""
    numbers = db.session.scalars(_numbers(visit, terms, wanted)).all()
    pages = max(1, -(-min(len(numbers), MOST_RESULTS) // RESULTS_ON_A_PAGE))
    if not 1 <= page <= pages:
        return None
    shown = numbers[(page - 1) * RESULTS_ON_A_PAGE : page * RESULTS_ON_A_PAGE]
    return Found(_numbered(visit, shown), len(numbers), page, pages, _is_partial(visit, terms))


def holding(found: Select[Any], visit: Visit, terms: Sequence[str]) -> Select[Any]:
    """The statement about updates that have a number, with those alone in which all terms stand; newest first."""
    if terms and _is_partial(visit, terms):
        found = found.where(Update.number > visit.published - READ_ONE_BY_ONE)
    looked_for = _on_sqlite if db.engine.dialect.name == "sqlite" else _on_postgresql
    return looked_for(found, visit, terms)


def _is_partial(visit: Visit, terms: Sequence[str]) -> bool:
    """Whether the terms are looked for one by one, and so not in the oldest updates of the visit."""
    return visit.published > READ_ONE_BY_ONE and not _has_index_for(terms)


def _numbers(visit: Visit, terms: Sequence[str], wanted: Filter) -> Select[Any]:
    """The numbers of what is found, one more than are counted."""
    found = select(Update.number).where(Update.visit_id == visit.id, Update.state == State.PUBLISHED)
    return narrowed(holding(found, visit, terms), visit.id, wanted).limit(MOST_RESULTS + 1)


def _on_sqlite(found: Select[Any], visit: Visit, terms: Sequence[str]) -> Select[Any]:
    """By the trigram index, whose rowids are the visit's id and the update's number; too short a term by sight."""
    indexed = [term for term in terms if len(term) >= TRIGRAM]
    for term in terms:
        if len(term) < TRIGRAM:
            found = found.where(func.instr(Update.words, term) > 0)
    if not indexed:
        return found.order_by(Update.number.desc())
    first = visit.id << 32
    match = " ".join(f'"{term}"' for term in indexed)  # in quotes nothing has a meaning, and no term holds one
    found = found.join(_index, Update.number == _index.c.rowid - first).where(
        _index.c.update_search.match(match), _index.c.rowid > first, _index.c.rowid < first + (1 << 32)
    )
    return found.order_by(_index.c.rowid.desc())


def _on_postgresql(found: Select[Any], _visit: Visit, terms: Sequence[str]) -> Select[Any]:
    """By pg_trgm's index where there is one: it serves LIKE as it stands."""
    for term in terms:
        found = found.where(Update.words.contains(term, autoescape=True))
    return found.order_by(Update.number.desc())


def _has_index_for(terms: Sequence[str]) -> bool:
    """Whether at least one term can be found by an index."""
    if db.engine.dialect.name == "sqlite":
        return any(len(term) >= TRIGRAM for term in terms)
    return any(_PLAIN_TRIGRAM.search(term) for term in terms) and _has_trigrams(db.engine)


def _has_trigrams(engine: Engine) -> bool:
    if engine not in _indexed:
        indexes = {index["name"] for index in inspect(engine).get_indexes("update")}
        _indexed[engine] = "ix_update_words" in indexes
        if not _indexed[engine]:
            logger.warning("there is no index of words: a search reads the newest %d updates", READ_ONE_BY_ONE)
    return _indexed[engine]


def _numbered(visit: Visit, numbers: Sequence[int]) -> Sequence[Update]:
    wanted = public(visit.id).where(Update.number.in_(numbers), Update.state == State.PUBLISHED)
    return db.session.scalars(wanted.order_by(Update.number.desc())).all() if numbers else []
