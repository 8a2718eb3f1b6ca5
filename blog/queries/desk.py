"""Queries for the desk, which sees updates in any state."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from blog.extensions import db
from blog.models import UNPUBLISHED_STATES, Reporter, State, Update, UpdateMedia
from blog.permissions import editable_updates, own_queue

WAITING_SHOWN = 50


def update(visit_id: int, public_id: str) -> Update | None:
    """An update in any state, with everything its form shows."""
    return next(iter(updates(visit_id, [public_id])), None)


def update_alone(visit_id: int, public_id: str) -> Update | None:
    """An update in any state, with its stop. What else its form shows is loaded when it is first used."""
    wanted = select(Update).where(Update.visit_id == visit_id, Update.public_id == public_id)
    return db.session.scalar(wanted.options(undefer_group("desk"), joinedload(Update.stop)))


def number_of(visit_id: int, public_id: str) -> int | None:
    """The number of an update; None before it is published."""
    return db.session.scalar(select(Update.number).where(Update.visit_id == visit_id, Update.public_id == public_id))


def updates(visit_id: int, public_ids: Collection[str]) -> Sequence[Update]:
    """The same for several, in the order of their public ids."""
    wanted = select(Update).where(Update.visit_id == visit_id, Update.public_id.in_(public_ids))
    whole = wanted.options(
        undefer_group("desk"),
        joinedload(Update.stop),
        joinedload(Update.author),
        joinedload(Update.saved_by),
        joinedload(Update.claimed_by),
        joinedload(Update.returned_by),
        joinedload(Update.approved_by),
        joinedload(Update.embargo),
        joinedload(Update.speaker),
        joinedload(Update.delegation),
        selectinload(Update.topics),
        selectinload(Update.revisions),
        selectinload(Update.shown_media).joinedload(UpdateMedia.file),
        selectinload(Update.original),
    )
    return db.session.scalars(whole.order_by(Update.public_id)).all()


def sent_with(visit_id: int, client_key: str) -> Update | None:
    """The update made by an earlier submission of the form with this key."""
    if not client_key:
        return None
    wanted = select(Update).where(Update.visit_id == visit_id, Update.client_key == client_key)
    return db.session.scalar(wanted.options(joinedload(Update.stop)))


def waiting(visit_id: int, reporter: Reporter) -> Sequence[Update]:
    """The account's queue, newest first: its own texts and, for an editor, those of others that are no drafts.

    Held texts, of which hundreds may lie under one embargo, come last.
    """
    wanted = _queue(visit_id, reporter).order_by(Update.state == State.HELD, Update.id.desc())
    return db.session.scalars(wanted.limit(WAITING_SHOWN)).all()


def waiting_page(visit_id: int, reporter: Reporter, most: int, before: int | None) -> Sequence[Update]:
    """At most so many texts of the account's queue, strictly the newest first, of those with an id below `before`."""
    wanted = _queue(visit_id, reporter).order_by(Update.id.desc()).limit(most)
    return db.session.scalars(wanted.where(Update.id < before) if before else wanted).all()


def _queue(visit_id: int, reporter: Reporter) -> Select[Update]:
    wanted = select(Update).where(
        Update.visit_id == visit_id, Update.number.is_(None), Update.state.in_(UNPUBLISHED_STATES)
    )
    return wanted.where(editable_updates(reporter), own_queue(reporter)).options(
        undefer_group("desk"),
        joinedload(Update.author),
        joinedload(Update.stop),
        joinedload(Update.claimed_by),
        joinedload(Update.returned_by),
        joinedload(Update.embargo),
    )


def waiting_update(visit_id: int, reporter: Reporter, public_id: str) -> Update | None:
    """One update of the account's queue, whatever its age."""
    wanted = select(Update.id).where(Update.visit_id == visit_id, Update.public_id == public_id)
    own = wanted.where(
        Update.number.is_(None), Update.state.in_(UNPUBLISHED_STATES), editable_updates(reporter), own_queue(reporter)
    )
    return update(visit_id, public_id) if db.session.scalar(own) else None


def first_held(embargo_ids: Sequence[int], reporter: Reporter, most: int) -> dict[int, list[Update]]:
    """The first updates under each of these embargoes that an account may edit, in the order of their release."""
    place = func.row_number().over(partition_by=Update.embargo_id, order_by=(Update.waiting_since, Update.id))
    ranked = select(Update.id, Update.embargo_id, place.label("place")).where(
        Update.embargo_id.in_(embargo_ids), Update.state == State.HELD, editable_updates(reporter)
    )
    first = ranked.subquery()
    wanted = select(first.c.embargo_id, Update).join(Update, Update.id == first.c.id).where(first.c.place <= most)
    found: dict[int, list[Update]] = {}
    for embargo_id, update in db.session.execute(wanted.order_by(first.c.place).options(joinedload(Update.author))):
        found.setdefault(embargo_id, []).append(update)
    return found


def editable_ids(visit_id: int, reporter: Reporter, public_ids: Collection[str]) -> list[str]:
    """Those of these published updates that an account may edit, within a visit that it may write to."""
    # Selected by id alone and compared here: without statistics, a database would scan the visit.
    wanted = select(Update.public_id, Update.visit_id).where(Update.public_id.in_(public_ids))
    rows = db.session.execute(wanted.where(Update.state == State.PUBLISHED, editable_updates(reporter)))
    return [public_id for public_id, visit in rows if visit == visit_id]


def newest_editable(visit_id: int, reporter: Reporter, most: int) -> list[str]:
    """The newest published updates that an account may edit, within a visit that it may write to."""
    wanted = select(Update.public_id).where(Update.visit_id == visit_id, Update.state == State.PUBLISHED)
    newest = wanted.where(editable_updates(reporter)).order_by(Update.number.desc()).limit(most)
    return list(db.session.scalars(newest))
