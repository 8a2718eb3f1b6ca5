"""What the front page shows of a visit besides its own words: what is newest, and when it last changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from blog.extensions import db
from blog.models import Banner, Event, Level, MediaFile, MediaKind, State, Status, Update, UpdateMedia, Visit
from blog.queries.coverage import NEWS

_LEVELS = {Level.BREAKING: 0, Level.ALERT: 1}


@dataclass(frozen=True)
class News:
    """The newest update that is published, if there is one, and when any update was last published or changed."""

    newest: Update | None
    updated: datetime | None


def by_weight(visits: Sequence[Visit], banners: Mapping[int, Banner]) -> Sequence[Visit]:
    """The visits in their order, but of the live ones those with breaking news first, then those with an alert."""

    def weight(visit: Visit) -> int:
        banner = banners.get(visit.id)
        return _LEVELS.get(banner.level, len(_LEVELS)) if banner else len(_LEVELS)

    live = sorted((visit for visit in visits if visit.status == Status.LIVE), key=weight)
    return [*live, *(visit for visit in visits if visit.status != Status.LIVE)]


def news(visit_ids: Collection[int]) -> dict[int, News]:
    """The news of these visits by visit id, in two statements however many they are."""
    newest = {update.visit_id: update for update in _newest(visit_ids)}
    return {visit_id: News(newest.get(visit_id), updated) for visit_id, updated in _updated(visit_ids)}


def picture(visit_id: int) -> tuple[Update, MediaFile] | None:
    """The newest picture of a visit that says something, and the update that shows it.

    The search begins with the visit's pictures, because those are few where its updates may be thousands.
    """
    is_shown = MediaFile.rights_ended_at.is_(None), MediaFile.erased_at.is_(None), MediaFile.alt != ""
    pictures = select(MediaFile.id).where(
        MediaFile.visit_id == visit_id, MediaFile.kind == MediaKind.PICTURE, MediaFile.widths != "", *is_shown
    )
    wanted = select(Update, MediaFile).join(UpdateMedia, UpdateMedia.update_id == Update.id).join(UpdateMedia.file)
    wanted = wanted.where(UpdateMedia.media_id.in_(pictures), Update.state == State.PUBLISHED)
    newest_first = Update.published_at.desc(), Update.id.desc(), UpdateMedia.position
    found = db.session.execute(wanted.order_by(*newest_first).limit(1)).first()
    return (found[0], found[1]) if found else None


def _newest(visit_ids: Collection[int]) -> Collection[Update]:
    """Searches each visit from its end, because a visit may have thousands of updates."""
    one = aliased(Update)
    last = select(one.id).where(one.visit_id == Visit.id, one.state == State.PUBLISHED).order_by(one.number.desc())
    ids = select(last.limit(1).correlate(Visit).scalar_subquery()).where(Visit.id.in_(visit_ids))
    return db.session.scalars(select(Update).where(Update.id.in_(ids)).options(joinedload(Update.stop))).all()


def _updated(visit_ids: Collection[int]) -> Collection[tuple[int, datetime | None]]:
    last = select(Event.at).where(Event.visit_id == Visit.id, Event.verb.in_(NEWS)).order_by(Event.seq.desc())
    newest = last.limit(1).correlate(Visit).scalar_subquery()
    rows = db.session.execute(select(Visit.id, newest).where(Visit.id.in_(visit_ids)))
    return [(row[0], row[1]) for row in rows]
