"""The updates attributed to each speaker or delegation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Speaker, State, Update, Visit

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
