"""The updates attributed to each speaker or delegation, and how each of them was quoted last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from blog.extensions import db
from blog.models import Delegation, Kind, Speaker, Standing, State, Topic, Update, Visit, update_topic

NEWEST_SHOWN = 3
# The condition of the partial index: SQLite uses it only for a query that repeats it.
_ALONE = (Update.delegation_id.is_not(None), Update.speaker_id.is_(None))


@dataclass(frozen=True)
class Attributed:
    """One speaker's newest updates, their number, and the titles they were given, newest first."""

    newest: Sequence[Update] = ()
    count: int = 0
    titles: Sequence[str] = field(default_factory=list)

    def earlier_titles(self, speaker: Speaker) -> Sequence[str]:
        """Titles in the speaker's updates other than the current one."""
        return [title for title in self.titles if title and title != speaker.title]


@dataclass(frozen=True)
class Habit:
    """The kind, the standing and the topics (slugs) of somebody's last update, with which the next may begin."""

    kind: Kind
    standing: Standing
    topics: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Habits:
    """The habits by the ids of speakers, and of delegations without a named speaker."""

    speakers: Mapping[int, Habit]
    delegations: Mapping[int, Habit]


def habits(visit: Visit) -> Habits:
    """How everybody was quoted last, in one statement, whatever the number of updates."""
    speakers = _last(visit, Speaker, Update.speaker_id)
    delegations = _last(visit, Delegation, Update.delegation_id, *_ALONE)
    found: dict[str, dict[int, Habit]] = {Speaker.__name__: {}, Delegation.__name__: {}}
    for model, owner, kind, standing, slug in db.session.execute(union_all(speakers, delegations)):
        habit = found[model].setdefault(owner, Habit(kind, standing))
        habit.topics.extend([slug] if slug else [])
    return Habits(found[Speaker.__name__], found[Delegation.__name__])


def by_speaker(visit: Visit) -> Mapping[int, Attributed]:
    """The published updates of each speaker, by speaker id, in three statements."""
    speakers = [speaker.id for delegation in visit.delegations for speaker in delegation.speakers]
    if not speakers:
        return {}
    newest = _newest({speaker: _theirs(Update.speaker_id == speaker) for speaker in speakers})
    titles = _titles(speakers)
    return {speaker: Attributed(newest.get(speaker, []), sum(by.values()), list(by)) for speaker, by in titles.items()}


def without_speaker(visit: Visit) -> Mapping[int, Sequence[Update]]:
    """Each delegation's newest updates without a named speaker, by delegation id."""
    sides = [delegation.id for delegation in visit.delegations]
    return _newest({side: _theirs(Update.delegation_id == side, *_ALONE) for side in sides})


def _last(
    visit: Visit,
    model: type[Speaker] | type[Delegation],
    column: InstrumentedAttribute[int | None],
    *conditions: ColumnElement[bool],
) -> Select[Any]:
    """Selects the kind and standing of each speaker's or delegation's last update, once for each of its topics.

    Looked up for each of them in an index: grouping would read all updates.
    """
    theirs = _theirs(column == model.id, *conditions).limit(1).correlate(model).scalar_subquery()
    pairs = select(model.id.label("owner"), theirs.label("last")).where(model.visit_id == visit.id).subquery()
    latest = aliased(Update)
    wanted = select(literal(model.__name__), pairs.c.owner, latest.kind, latest.standing, Topic.slug)
    wanted = wanted.join_from(pairs, latest, latest.id == pairs.c.last)
    return wanted.outerjoin(update_topic, update_topic.c.update_id == latest.id).outerjoin(
        Topic, Topic.id == update_topic.c.topic_id
    )


def _newest(asked: Mapping[int, Select[int]]) -> dict[int, list[Update]]:
    """Loads the updates selected by each of these statements, in two statements, without reading any others."""
    if not asked:
        return {}
    # SQLite allows LIMIT in part of a union only inside a subquery.
    parts = [select(literal(key), ids.subquery().c.id) for key, ids in asked.items()]
    owners = {update_id: key for key, update_id in db.session.execute(union_all(*parts))}
    wanted = select(Update).where(Update.id.in_(owners)).options(joinedload(Update.stop))
    found: dict[int, list[Update]] = {}
    for update in db.session.scalars(wanted.order_by(Update.number.desc())):
        found.setdefault(owners[update.id], []).append(update)
    return found


def _theirs(*conditions: ColumnElement[bool]) -> Select[int]:
    published = select(Update.id).where(*conditions, Update.state == State.PUBLISHED)
    return published.order_by(Update.number.desc()).limit(NEWEST_SHOWN)


def _titles(speakers: Sequence[int]) -> dict[int, dict[str, int]]:
    """The number of updates under each title of each speaker, newest first."""
    counted = (
        select(Update.speaker_id, Update.speaker_title, func.count())
        .where(Update.speaker_id.in_(speakers), Update.state == State.PUBLISHED)
        .group_by(Update.speaker_id, Update.speaker_title)
        .order_by(func.max(Update.number).desc())
    )
    found: dict[int, dict[str, int]] = {}
    for speaker, title, number in db.session.execute(counted):
        found.setdefault(speaker or 0, {})[title] = number
    return found
