"""Everything in a visit that readers are allowed to know about, loaded in batches for an archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from blog.extensions import db
from blog.models import STATES_KNOWN_TO_READERS, Event, Passage, Update, UpdateMedia, Visit
from blog.queries import stream, translations

BATCH_SIZE = 200


def pages(visit: Visit) -> dict[str, int | None]:
    """The page number of each update, by public id; None is the front page."""
    wanted = select(Update.public_id, Update.number).where(
        Update.visit_id == visit.id, Update.state.in_(STATES_KNOWN_TO_READERS)
    )
    return {public_id: stream.page_of(visit, number or 1) for public_id, number in db.session.execute(wanted)}


def updates(visit_id: int) -> Iterator[Update]:
    """The updates that readers are allowed to know about, oldest first, each with all its revisions."""
    last = 0
    while found := _updates_after(visit_id, last):
        yield from found
        last = found[-1].number or 0


def events(visit_id: int) -> Iterator[Event]:
    """All events of the log, in order."""
    last = 0
    while found := _events_after(visit_id, last):
        yield from found
        last = found[-1].seq


def newest_event(visit_id: int) -> Event:
    """The last event of the log."""
    wanted = select(Event).where(Event.visit_id == visit_id).order_by(Event.seq.desc()).limit(1)
    return db.session.scalars(wanted).one()


def _updates_after(visit_id: int, number: int) -> Sequence[Update]:
    wanted = (
        select(Update)
        .where(Update.visit_id == visit_id, Update.state.in_(STATES_KNOWN_TO_READERS), Update.number > number)
        .options(
            joinedload(Update.author),
            joinedload(Update.stop),
            joinedload(Update.speaker),
            joinedload(Update.delegation),
            *translations.shown_with(joinedload(Update.delegation)),
            selectinload(Update.topics),
            selectinload(Update.cards),
            selectinload(Update.passages).selectinload(Passage.about),
            selectinload(Update.shown_media).joinedload(UpdateMedia.file),
            selectinload(Update.revisions).options(undefer_group("wording")),
        )
        .order_by(Update.number)
        .limit(BATCH_SIZE)
    )
    return db.session.scalars(wanted).all()


def _events_after(visit_id: int, seq: int) -> Sequence[Event]:
    wanted = select(Event).where(Event.visit_id == visit_id, Event.seq > seq).order_by(Event.seq).limit(BATCH_SIZE)
    return db.session.scalars(wanted).all()
