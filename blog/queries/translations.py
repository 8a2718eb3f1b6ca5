"""Originals and translations: what pages load with an update, and which updates show each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, CompoundSelect, and_, or_, select, union, union_all
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.orm.strategy_options import _AbstractLoad

from blog.extensions import db
from blog.models import COMPARED, STATES_KNOWN_TO_READERS, UNPUBLISHED_STATES, Reporter, State, Update
from blog.permissions import editable_updates, own_queue

# How many readouts, and how many statements, are offered as originals.
OFFERED = 40


def of_original() -> tuple[ORMOption, ...]:
    """What is shown of the original of a translation."""
    return (selectinload(Update.original).selectinload(Update.notices),)


def shown_with(*of_translations: _AbstractLoad) -> tuple[ORMOption, ...]:
    """What the article of an update shows of its original, and of its translations with `of_translations`."""
    return (*of_original(), selectinload(Update.translations).options(*of_translations))


def tied_to(updates: Iterable[Update]) -> set[str]:
    """The public ids of the published originals and translations of these updates: their articles show them."""
    shown = (each for update in updates for each in (update.original, *update.translations))
    return {each.public_id for each in shown if each and each.is_public}


def ids_with_tied(*conditions: ColumnElement[bool]) -> CompoundSelect[tuple[int]]:
    """The ids of the updates that meet all conditions, and of their originals and translations."""
    named = select(Update.id, Update.original_id).where(*conditions).subquery()
    # Three statements in one, each with an index of its own.
    ties = (Update.id == named.c.id, Update.id == named.c.original_id, Update.original_id == named.c.id)
    return union(*(select(Update.id).join(named, tie) for tie in ties))


def originals(visit_id: int, reporter: Reporter, chosen: str = "") -> Sequence[Update]:
    """What a translation can be tied to, newest first: statements and readouts, texts that wait, and the `chosen`."""
    wanted = select(Update.id).where(Update.visit_id == visit_id, Update.original_id.is_(None)).limit(OFFERED)
    published = wanted.where(Update.state == State.PUBLISHED).order_by(Update.number.desc())
    waiting = wanted.where(Update.number.is_(None), _waits_for(reporter)).order_by(Update.id.desc())
    parts = [waiting, *(published.where(Update.is_of(kind)) for kind in COMPARED)]
    ids = union_all(*(select(part.subquery()) for part in parts))
    found = {update.id: update for update in db.session.scalars(select(Update).where(Update.id.in_(ids)))}
    if chosen and (known := original_to_show(visit_id, reporter, chosen)):
        found[known.id] = known
    return sorted(found.values(), key=lambda update: -update.id)


def original_to_show(visit_id: int, reporter: Reporter, public_id: str) -> Update | None:
    """An update of which the account may know, or what it was translated from."""
    wanted = select(Update).where(Update.visit_id == visit_id, Update.public_id == public_id)
    known = or_(Update.state.in_(STATES_KNOWN_TO_READERS), _waits_for(reporter))
    found = db.session.scalar(wanted.where(known))
    if found is None or found.original_id is None:
        return found
    return db.session.scalar(select(Update).where(Update.id == found.original_id, known))


def _waits_for(reporter: Reporter) -> ColumnElement[bool]:
    return and_(Update.state.in_(UNPUBLISHED_STATES), editable_updates(reporter), own_queue(reporter))
