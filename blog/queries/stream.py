"""The stream of a visit: its updates, in pages numbered from the oldest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.models import (
    STATES_KNOWN_TO_READERS,
    Delegation,
    Kind,
    Speaker,
    State,
    Stop,
    Topic,
    Update,
    UpdateMedia,
    Visit,
)
from blog.models.people import update_topic
from blog.queries import translations
from blog.queries.filters import Filter, filtered

PAGE_SIZE = 20
KEY_EVENTS_SHOWN = 40

# What is loaded in the row of an update.
IN_ITS_ROW = tuple(map(joinedload, (Update.visit, Update.author, Update.stop, Update.speaker, Update.delegation)))
# What can stand beside an update besides topics, and how it is loaded for those that have it.
BESIDE = {
    "notices": joinedload(Update.notices),
    "shown_media": joinedload(Update.shown_media).joinedload(UpdateMedia.file),
    "cards": joinedload(Update.cards),
    "translations": joinedload(Update.translations).joinedload(Update.delegation),
}

# An update, or as much of it as a page needs.
Shown = TypeVar("Shown")
# Reads those that meet all conditions, newest first.
Read = Callable[[Sequence[ColumnElement[bool]]], Sequence[Shown]]


@dataclass(frozen=True)
class StreamPage(Generic[Shown]):
    """A page of updates, newest first. Page 1 is the oldest; the last one is the front page, which grows."""

    updates: Sequence[Shown]
    page: int
    pages: int

    @property
    def size(self) -> int:
        """The number of updates on a full page."""
        return PAGE_SIZE

    @property
    def is_front(self) -> bool:
        return self.page == self.pages

    @property
    def older(self) -> int | None:
        """The number of the next older page."""
        return self.page - 1 if self.page > 1 else None

    @property
    def newer(self) -> int | None:
        """The number of the next newer page."""
        return None if self.is_front else self.page + 1


def front(visit: Visit, wanted: Filter | None = None) -> StreamPage[Update]:
    """The front page: the newest full page, and above it the updates that do not fill another one yet."""
    cut = cut_page(visit, wanted or Filter(), None, whole)
    assert cut is not None
    return cut


def page(visit: Visit, number: int, wanted: Filter | None = None) -> StreamPage[Update] | None:
    """Page `number`, or None when there is none. The newest two are the front page."""
    return cut_page(visit, wanted or Filter(), number, whole) if number >= 1 else None


def whole(conditions: Sequence[ColumnElement[bool]]) -> Sequence[Update]:
    """Updates with everything a page shows."""
    return db.session.scalars(with_relations(*conditions).order_by(Update.number.desc())).all()


def newest(visit_id: int, wanted: Filter, most: int, read: Read[Shown], below: int | None = None) -> Sequence[Shown]:
    """The newest updates that pass the filter, or the newest numbered below `below`; newest first."""
    ids = filtered(select(Update.id).where(*is_known_to_readers(visit_id)), visit_id, wanted)
    if below is not None:
        ids = ids.where(Update.number < below)
    return read([Update.id.in_(ids.order_by(Update.number.desc()).limit(most))])


def page_of(visit: Visit, number: int) -> int | None:
    """The number of the page with this update; None is the front page."""
    page = -(-number // PAGE_SIZE)
    return page if page < max(1, visit.published // PAGE_SIZE) else None


def by_public_id(visit_id: int, public_id: str) -> Update | None:
    """An update that readers are allowed to know about: published, withdrawn or purged."""
    return db.session.scalar(_without_cards(*is_known_to_readers(visit_id)).where(Update.public_id == public_id))


def is_known_update(visit_id: int, public_id: str) -> bool:
    """Whether readers are allowed to know about an update, without loading it."""
    return (
        db.session.scalar(select(Update.id).where(*is_known_to_readers(visit_id), Update.public_id == public_id))
        is not None
    )


def ids_naming(visit_id: int, what: str, keys: Collection[str], most: int) -> Sequence[str]:
    """The public ids of updates that show these names, newest first.

    `what` is `stop`, `speaker`, `delegation` or `topic`; `keys` are their keys.
    """
    named = {
        "stop": Update.stop_id.in_(select(Stop.id).where(Stop.visit_id == visit_id, Stop.key.in_(keys))),
        "speaker": Update.speaker_id.in_(select(Speaker.id).where(Speaker.visit_id == visit_id, Speaker.key.in_(keys))),
        "delegation": Update.delegation_id.in_(
            select(Delegation.id).where(Delegation.visit_id == visit_id, Delegation.key.in_(keys))
        ),
        "topic": Update.id.in_(
            select(update_topic.c.update_id)
            .join(Topic, Topic.id == update_topic.c.topic_id)
            .where(Topic.visit_id == visit_id, Topic.slug.in_(keys))
        ),
    }
    wanted = select(Update.public_id).where(*is_known_to_readers(visit_id), named[what])
    return db.session.scalars(wanted.order_by(Update.number.desc()).limit(most)).all()


def pinned(visit_id: int) -> Update | None:
    """The pinned update."""
    return db.session.scalar(_without_cards(*is_known_to_readers(visit_id)).where(Update.is_pinned))


def key_events(visit_id: int) -> Sequence[Update]:
    """The newest key events, newest first, with only what their list shows."""
    wanted = (
        select(Update)
        .where(Update.visit_id == visit_id, Update.is_key, Update.state == State.PUBLISHED)
        .options(joinedload(Update.stop))
        .order_by(Update.number.desc())
        .limit(KEY_EVENTS_SHOWN)
    )
    return db.session.scalars(wanted).all()


def of_kind(visit_id: int, kind: Kind, topic: str, most: int) -> Sequence[Update]:
    """The newest published updates of a kind, optionally on one topic; newest first."""
    wanted = filtered(known_updates(visit_id), visit_id, Filter(kind=kind, topic=topic)).where(
        Update.state == State.PUBLISHED
    )
    return db.session.scalars(wanted.order_by(Update.number.desc()).limit(most)).all()


def exists(visit_id: int, wanted: Filter) -> bool:
    """Whether any published update passes the filter."""
    published = select(Update.id).where(Update.visit_id == visit_id, Update.state == State.PUBLISHED)
    return db.session.scalar(filtered(published, visit_id, wanted).limit(1)) is not None


def pages(visit: Visit, wanted: Filter) -> tuple[int, int]:
    """The numbers of the front page and of the page that is filling up, which the front page shows as well."""
    total = _count(visit, wanted) if wanted else visit.published
    return max(1, total // PAGE_SIZE), max(1, -(-total // PAGE_SIZE))


def cut_page(visit: Visit, wanted: Filter, number: int | None, read: Read[Shown]) -> StreamPage[Shown] | None:
    """Page `number` of what passes the filter, by default the front page; None when there is no such page."""
    total = _count(visit, wanted) if wanted else visit.published
    # The front page includes the newest full page, so that it is never nearly empty.
    pages, begun = max(1, total // PAGE_SIZE), max(1, -(-total // PAGE_SIZE))
    if number is not None and number > begun:
        return None
    number = min(number or pages, pages)
    last = total if number == pages else number * PAGE_SIZE
    return StreamPage(read(_between(visit, wanted, (number - 1) * PAGE_SIZE, last, total)), number, pages)


def _between(visit: Visit, wanted: Filter, first: int, last: int, total: int) -> Sequence[ColumnElement[bool]]:
    """Updates `first` (excluded) to `last` of those that pass the filter, counted from the oldest."""
    if wanted:
        return [Update.id.in_(_ids(visit.id, wanted, first, last, total))]
    return [*is_known_to_readers(visit.id), Update.number > first, Update.number <= last]


def _ids(visit_id: int, wanted: Filter, first: int, last: int, total: int) -> Select[int]:
    """Their ids alone, counted from the nearer end, because a database reads what it skips."""
    ids = filtered(select(Update.id).where(*is_known_to_readers(visit_id)), visit_id, wanted)
    if first <= total - last:
        return ids.order_by(Update.number).offset(first).limit(last - first)
    return ids.order_by(Update.number.desc()).offset(total - last).limit(last - first)


def _count(visit: Visit, wanted: Filter) -> int:
    public = select(func.count()).select_from(Update).where(*is_known_to_readers(visit.id))
    return int(db.session.scalars(filtered(public, visit.id, wanted)).one())


def known_updates(visit_id: int) -> Select[Update]:
    """Selects the updates of a visit that readers are allowed to know about, with everything a page shows."""
    return with_relations(*is_known_to_readers(visit_id))


def with_relations(*conditions: ColumnElement[bool]) -> Select[Update]:
    """Selects updates with everything their partial reads."""
    beside = translations.shown_with(joinedload(Update.delegation))
    return _without_cards(*conditions).options(selectinload(Update.cards), *beside)


def _without_cards(*conditions: ColumnElement[bool]) -> Select[Update]:
    """The same, but cards and translations are loaded only when they are asked for: few pages of a single update show
    them."""
    return (
        select(Update)
        .where(*conditions)
        .options(
            *IN_ITS_ROW,
            selectinload(Update.topics),
            selectinload(Update.notices),
            selectinload(Update.shown_media).joinedload(UpdateMedia.file),
        )
    )


def is_known_to_readers(visit_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions for an update of the visit that is published, withdrawn or purged."""
    return Update.visit_id == visit_id, Update.state.in_(STATES_KNOWN_TO_READERS)


def marks(visit_id: int, public_ids: Collection[str]) -> Sequence[Row[str, bool, bool]]:
    """Of these updates and all that are tied to them: the public id, and whether each is pinned or a key event."""
    if not public_ids:
        return []
    ids = translations.ids_with_tied(Update.visit_id == visit_id, Update.public_id.in_(public_ids))
    return db.session.execute(select(Update.public_id, Update.is_pinned, Update.is_key).where(Update.id.in_(ids))).all()
