"""Marks the passages of readouts and statements with topics, so that readers can compare what the sides say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import SimpleNamespace

from sqlalchemy import func, select

from blog.models import Passage, Topic, Update, Verb
from blog.newsroom import lookups, merging, passages, updates
from blog.newsroom.errors import Invalid, Refused, StaleForm
from blog.newsroom.merging import Loaded, Values
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_compare
from blog.translation import _

# The slugs of topics for each passage, by its key.
Marks = Mapping[str, Collection[str]]
_WORDING = "wording"


@verb(may_compare)
def mark(
    tx: Transaction, public_id: str, marks: Marks, *, loaded: Loaded | None = None, is_complete: bool = False
) -> None:
    """Marks passages of a published readout or statement with topics; passages that are not named keep theirs.

    With `is_complete` the update is declared fully marked: it says nothing on any topic without a mark. This raises
    StaleForm if the text has changed since the form was loaded. Raises BothChanged when somebody else has changed the
    topics of the same passage.
    """
    update = _compared(tx, public_id)
    rows = [row for row in passages.rows_of(tx.session, update) if row.position is not None]
    now = values_of(update, rows)
    if is_complete and loaded and not merging.is_current(loaded, _WORDING, now[_WORDING]):
        raise StaleForm(_("The text has changed since you opened it. Look at its passages again, then declare it."))
    mine = {**now, **{key: _joined(slugs) for key, slugs in marks.items() if key in now}}
    state = SimpleNamespace(**now)
    is_changed = merging.merge(tx, state, mine, tuple((key,) for key in now), loaded, (Verb.MARK,), public_id)
    if is_changed:
        _set_topics(tx, rows, vars(state))
    if is_complete:
        is_changed |= _declare(tx, update, rows)
    if is_changed:
        passages.tie_topics(tx.session, update)
        tx.log(Verb.MARK, public_id)


@verb(may_compare)
def reopen(tx: Transaction, public_id: str) -> None:
    """Takes back the declaration that an update is fully marked: an editor has to look at it again."""
    rows = passages.rows_of(tx.session, _compared(tx, public_id))
    if any(row.checked_to is not None for row in rows):
        for row in rows:
            row.checked_to = None
        tx.log(Verb.MARK, public_id)


def values_of(update: Update, rows: Iterable[Passage]) -> Values:
    """What a form of marks holds: the number of the wording, and the topics of each passage by its key."""
    return {_WORDING: str(update.version), **{row.key: _joined(row.topic_slugs) for row in rows}}


def _compared(tx: Transaction, public_id: str) -> Update:
    update = updates.published(tx, public_id)
    if not update.is_compared:
        raise Refused(_("Only readouts and statements are compared. Change the kind of this update first."))
    passages.follow(tx, update, has_any=True)
    tx.session.flush()
    return update


def _set_topics(tx: Transaction, rows: Sequence[Passage], state: Values) -> None:
    wanted = {row: str(state[row.key]).split() for row in rows}
    errors: dict[str, str] = {}
    slugs = {slug for each in wanted.values() for slug in each}
    known = {topic.slug: topic for topic in lookups.topics(tx.session, tx.visit, slugs, errors)}
    if errors:
        raise Invalid(**errors)
    for row, chosen in wanted.items():
        row.about = [known[slug] for slug in chosen]


def _declare(tx: Transaction, update: Update, rows: Sequence[Passage]) -> bool:
    """Notes for each passage up to which topic it was looked at; what was taken out is forgotten."""
    newest = tx.session.scalar(select(func.max(Topic.id)).where(Topic.visit_id == tx.visit.id)) or 0
    gone = [row for row in passages.rows_of(tx.session, update) if row.position is None]
    is_news = bool(gone) or any(row.checked_to != newest for row in rows)
    for row in rows:
        row.checked_to = newest
    for row in gone:
        tx.session.delete(row)
    return is_news


def _joined(slugs: Iterable[str]) -> str:
    return " ".join(sorted(set(filter(None, slugs))))
