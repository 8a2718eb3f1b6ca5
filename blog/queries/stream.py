"""The stream of a visit: its updates, cut into pages that are counted from the oldest end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.models import PUBLIC_STATES, Delegation, Kind, Speaker, State, Stop, Topic, Update, Visit
from blog.models.update import update_topic
from blog.queries.filters import Filter, narrowed

PAGE_SIZE = 20
KEY_EVENTS_SHOWN = 40


@dataclass(frozen=True)
class Page:
    """Updates, newest first. Pages are numbered from 1 at the oldest end; the last one is the front, which grows."""

    updates: Sequence[Update]
    page: int
    pages: int

    @property
    def size(self) -> int:
        """How many updates fill a page."""
        return PAGE_SIZE

    @property
    def is_front(self) -> bool:
        return self.page == self.pages

    @property
    def older(self) -> int | None:
        """The number of the page before this one in time."""
        return self.page - 1 if self.page > 1 else None

    @property
    def newer(self) -> int | None:
        """The number of the page after this one in time."""
        return None if self.is_front else self.page + 1


def front(visit: Visit, wanted: Filter | None = None) -> Page:
    """The newest updates: all that have not filled a page yet, and the newest full page below them."""
    cut = _cut(visit, wanted or Filter(), None)
    assert cut is not None
    return cut


def page(visit: Visit, number: int, wanted: Filter | None = None) -> Page | None:
    """Page `number`, or None when there is none. The two newest pages are the front."""
    return _cut(visit, wanted or Filter(), number) if number >= 1 else None


def newest(visit_id: int, wanted: Filter, most: int, below: int | None = None) -> Sequence[Update]:
    """The newest updates of those that are wanted, or of those numbered less than `below`; newest first."""
    ids = narrowed(select(Update.id).where(*known_to_readers(visit_id)), visit_id, wanted)
    if below is not None:
        ids = ids.where(Update.number < below)
    ids = ids.order_by(Update.number.desc()).limit(most)
    return db.session.scalars(whole(Update.id.in_(ids)).order_by(Update.number.desc())).all()


def around(visit: Visit, update: Update) -> Page:
    """The page in which an update stands: always the same one, once it is full."""
    found = _cut(visit, Filter(), page_of(visit, update.number or 1))
    assert found is not None
    return found


def page_of(visit: Visit, number: int) -> int | None:
    """The page on which the update of this number stands; None is the front."""
    page = -(-number // PAGE_SIZE)
    return page if page < max(1, visit.published // PAGE_SIZE) else None


def one(visit_id: int, public_id: str) -> Update | None:
    """An update that readers may know of: published, withdrawn or purged."""
    return db.session.scalar(public(visit_id).where(Update.public_id == public_id))


def is_known(visit_id: int, public_id: str) -> bool:
    """Whether readers may know of an update; no more is asked."""
    return (
        db.session.scalar(select(Update.id).where(*known_to_readers(visit_id), Update.public_id == public_id))
        is not None
    )


def some(visit_id: int, public_ids: Collection[str]) -> Sequence[Update]:
    """The updates of these ids that readers may know of, oldest first."""
    if not public_ids:
        return []
    # Found by their ids alone and sorted here: a database that knows little of its tables would go through the visit.
    wanted = whole(Update.public_id.in_(public_ids), Update.state.in_(PUBLIC_STATES))
    found = [update for update in db.session.scalars(wanted) if update.visit_id == visit_id]
    return sorted(found, key=lambda update: update.number or 0)


def naming(visit_id: int, what: str, keys: Collection[str], most: int) -> Sequence[str]:
    """The public ids of updates that show the name of these, newest first.

    `what` is `stop`, `speaker`, `delegation` or `topic`, and `keys` are theirs.
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
    wanted = select(Update.public_id).where(*known_to_readers(visit_id), named[what])
    return db.session.scalars(wanted.order_by(Update.number.desc()).limit(most)).all()


def pinned(visit_id: int) -> Update | None:
    """The update that is shown a second time at the top."""
    return db.session.scalar(public(visit_id).where(Update.is_pinned))


def key_events(visit_id: int) -> Sequence[Update]:
    """The newest key events, newest first; only what their list shows of them is loaded."""
    wanted = (
        select(Update)
        .where(Update.visit_id == visit_id, Update.is_key, Update.state == State.PUBLISHED)
        .options(joinedload(Update.stop))
        .order_by(Update.number.desc())
        .limit(KEY_EVENTS_SHOWN)
    )
    return db.session.scalars(wanted).all()


def of_kind(visit_id: int, kind: Kind, topic: str, most: int) -> Sequence[Update]:
    """The newest published updates of a kind, on a topic if one is named; newest first."""
    wanted = narrowed(public(visit_id), visit_id, Filter(kind=kind, topic=topic)).where(Update.state == State.PUBLISHED)
    return db.session.scalars(wanted.order_by(Update.number.desc()).limit(most)).all()


def is_any(visit_id: int, wanted: Filter) -> bool:
    """Whether anything of what is wanted is published."""
    published = select(Update.id).where(Update.visit_id == visit_id, Update.state == State.PUBLISHED)
    return db.session.scalar(narrowed(published, visit_id, wanted).limit(1)) is not None


def pages(visit: Visit, wanted: Filter) -> tuple[int, int]:
    """The number of the front, and of the last page that has begun: the front shows that one as well."""
    total = _count(visit, wanted) if wanted else visit.published
    return max(1, total // PAGE_SIZE), max(1, -(-total // PAGE_SIZE))


def _cut(visit: Visit, wanted: Filter, number: int | None) -> Page | None:
    total = _count(visit, wanted) if wanted else visit.published
    # The newest full page and what has not filled one yet are the front together, so that it is never nearly empty.
    pages, begun = max(1, total // PAGE_SIZE), max(1, -(-total // PAGE_SIZE))
    if number is not None and number > begun:
        return None
    number = min(number or pages, pages)
    last = total if number == pages else number * PAGE_SIZE
    return Page(_between(visit, wanted, (number - 1) * PAGE_SIZE, last, total), number, pages)


def _between(visit: Visit, wanted: Filter, first: int, last: int, total: int) -> Sequence[Update]:
    """Updates `first` (excluded) to `last` of those that are wanted, counted from the oldest; newest first."""
    if wanted:
        statement = whole(Update.id.in_(_ids(visit.id, wanted, first, last, total)))
    else:
        statement = public(visit.id).where(Update.number > first, Update.number <= last)
    return db.session.scalars(statement.order_by(Update.number.desc())).all()


def _ids(visit_id: int, wanted: Filter, first: int, last: int, total: int) -> Select[int]:
    """The same as ids alone, counted from the nearer end: what is skipped is read as well."""
    ids = narrowed(select(Update.id).where(*known_to_readers(visit_id)), visit_id, wanted)
    if first <= total - last:
        return ids.order_by(Update.number).offset(first).limit(last - first)
    return ids.order_by(Update.number.desc()).offset(total - last).limit(last - first)


def _count(visit: Visit, wanted: Filter) -> int:
    public = select(func.count()).select_from(Update).where(*known_to_readers(visit.id))
    return int(db.session.scalars(narrowed(public, visit.id, wanted)).one())


def public(visit_id: int) -> Select[Update]:
    """The updates of a visit that readers may know of, as a page shows them."""
    return whole(*known_to_readers(visit_id))


def whole(*conditions: ColumnElement[bool]) -> Select[Update]:
    """Updates with everything that their partial reads, whatever they are chosen by."""
    return (
        select(Update)
        .where(*conditions)
        .options(
            joinedload(Update.visit),
            joinedload(Update.author),
            joinedload(Update.stop),
            joinedload(Update.speaker),
            joinedload(Update.delegation),
            selectinload(Update.topics),
            selectinload(Update.notices),
        )
    )


def known_to_readers(visit_id: int) -> tuple[ColumnElement[bool], ...]:
    """That an update is one of the visit's, and published, withdrawn or purged."""
    return Update.visit_id == visit_id, Update.state.in_(PUBLIC_STATES)
