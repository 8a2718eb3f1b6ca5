"""Full-text search in one visit's published updates, newest first, with a bounded cost."""

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
from blog.queries.filters import Filter, filtered
from blog.queries.stream import known_updates

RESULTS_ON_A_PAGE = 20
MOST_RESULTS = 1000
# Terms that no index can find are searched in this many of the newest updates.
SCANNED_UPDATES = 20_000
TRIGRAM = 3
# Every pg_trgm can find these; other letters depend on the locale of the database.
_PLAIN_TRIGRAM = re.compile("[a-z0-9]{3}")

_index = table("update_search", column("rowid"), column("update_search"))
_indexed: WeakKeyDictionary[Engine, bool] = WeakKeyDictionary()

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SearchResults:
    """A page of results, newest first. `is_partial` means that the oldest updates were not searched."""

    updates: Sequence[Update]
    count: int
    page: int
    pages: int
    is_partial: bool = False

    @property
    def has_more(self) -> bool:
        """Whether there are more results than were counted."""
        return self.count > MOST_RESULTS


def find(visit: Visit, terms: Sequence[str], wanted: Filter, page: int = 1) -> SearchResults | None:
    """A page of the published updates that contain all terms; None past the last page."""
    numbers = db.session.scalars(_numbers(visit, terms, wanted)).all()
    pages = max(1, -(-min(len(numbers), MOST_RESULTS) // RESULTS_ON_A_PAGE))
    if not 1 <= page <= pages:
        return None
    shown = numbers[(page - 1) * RESULTS_ON_A_PAGE : page * RESULTS_ON_A_PAGE]
    return SearchResults(_numbered(visit, shown), len(numbers), page, pages, is_partial(visit, terms))


def holding(found: Select[Any], visit: Visit, terms: Sequence[str]) -> Select[Any]:
    """Restricts a statement about numbered updates to those that contain all terms; newest first."""
    if is_partial(visit, terms):
        found = found.where(Update.number > visit.published - SCANNED_UPDATES)
    looked_for = _on_sqlite if db.engine.dialect.name == "sqlite" else _on_postgresql
    return looked_for(found, visit, terms)


def is_partial(visit: Visit, terms: Sequence[str]) -> bool:
    """Whether no index can be used, so that the oldest updates are not searched."""
    return bool(terms) and visit.published > SCANNED_UPDATES and not _has_index_for(terms)


def _numbers(visit: Visit, terms: Sequence[str], wanted: Filter) -> Select[Any]:
    """The numbers of matching updates, one more than are counted."""
    found = select(Update.number).where(Update.visit_id == visit.id, Update.state == State.PUBLISHED)
    return filtered(holding(found, visit, terms), visit.id, wanted).limit(MOST_RESULTS + 1)


def _on_sqlite(found: Select[Any], visit: Visit, terms: Sequence[str]) -> Select[Any]:
    """Uses the trigram index, whose rowids combine visit id and update number. Shorter terms are compared directly."""
    indexed = [term for term in terms if len(term) >= TRIGRAM]
    for term in terms:
        if len(term) < TRIGRAM:
            found = found.where(func.instr(Update.words, term) > 0)
    if not indexed:
        return found.order_by(Update.number.desc())
    first = visit.id << 32
    match = " ".join(f'"{term}"' for term in indexed)  # quoted, so that no operator is parsed; terms contain no quotes
    found = found.join(_index, Update.number == _index.c.rowid - first).where(
        _index.c.update_search.match(match), _index.c.rowid > first, _index.c.rowid < first + (1 << 32)
    )
    return found.order_by(_index.c.rowid.desc())


def _on_postgresql(found: Select[Any], _visit: Visit, terms: Sequence[str]) -> Select[Any]:
    """Uses LIKE, which the pg_trgm index serves where there is one."""
    for term in terms:
        found = found.where(Update.words.contains(term, autoescape=True))
    return found.order_by(Update.number.desc())


def _has_index_for(terms: Sequence[str]) -> bool:
    """Whether an index can find at least one of the terms."""
    if db.engine.dialect.name == "sqlite":
        return any(len(term) >= TRIGRAM for term in terms)
    return any(_PLAIN_TRIGRAM.search(term) for term in terms) and _has_trigrams(db.engine)


def _has_trigrams(engine: Engine) -> bool:
    if engine not in _indexed:
        indexes = {index["name"] for index in inspect(engine).get_indexes("update")}
        _indexed[engine] = "ix_update_words" in indexes
        if not _indexed[engine]:
            logger.warning("there is no search index: a search reads the newest %d updates", SCANNED_UPDATES)
    return _indexed[engine]


def _numbered(visit: Visit, numbers: Sequence[int]) -> Sequence[Update]:
    wanted = known_updates(visit.id).where(Update.number.in_(numbers), Update.state == State.PUBLISHED)
    return db.session.scalars(wanted.order_by(Update.number.desc())).all() if numbers else []
