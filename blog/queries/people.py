"""What the people of a visit have said, and as whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Speaker, State, Update, Visit

NEWEST_SHOWN = 3


@dataclass(frozen=True)
class Said:
    """Of one speaker: the newest updates, how many there are, and by which titles, the newest first."""

    newest: Sequence[Update] = ()
    count: int = 0
    titles: Sequence[str] = field(default_factory=list)

    def earlier_titles(self, speaker: Speaker) -> Sequence[str]:
        """The titles under which the speaker spoke here, other than the present one."""
        return [title for title in self.titles if title and title != speaker.title]


def said(visit: Visit) -> Mapping[int, Said]:
    """What is public of each speaker's words, by the speaker's id; three statements whatever there is of them."""
    speakers = [speaker.id for delegation in visit.delegations for speaker in delegation.speakers]
    if not speakers:
        return {}
    newest, titles = _newest(speakers), _titles(speakers)
    return {speaker: Said(newest.get(speaker, []), sum(by.values()), list(by)) for speaker, by in titles.items()}


def _newest(speakers: Sequence[int]) -> dict[int, list[Update]]:
    """The newest updates of each, by one statement that reads no more than it shows."""
    parts = [
        select(_newest_ids(speaker).subquery().c.id)  # SQLite takes no LIMIT in a part of a union
        for speaker in speakers
    ]
    wanted = (
        select(Update)
        .where(Update.id.in_(db.session.scalars(union_all(*parts)).all()))
        .options(joinedload(Update.stop))
        .order_by(Update.number.desc())
    )
    found: dict[int, list[Update]] = {}
    for update in db.session.scalars(wanted):
        found.setdefault(update.speaker_id or 0, []).append(update)
    return found


def _newest_ids(speaker: int) -> Select[int]:
    return (
        select(Update.id)
        .where(Update.speaker_id == speaker, Update.state == State.PUBLISHED)
        .order_by(Update.number.desc())
        .limit(NEWEST_SHOWN)
    )


def _titles(speakers: Sequence[int]) -> dict[int, dict[str, int]]:
    """Under which titles each spoke, and how often; the newest first."""
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
