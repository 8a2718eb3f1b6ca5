"""What a post names by its key, looked up in its visit: a stop, a speaker or a side, topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import Delegation, Speaker, Stop, Topic, Visit

Voice = TypeVar("Voice", Speaker, Delegation)


def stop(session: Session, visit: Visit, key: str, errors: dict[str, str]) -> Stop | None:
    """Where it is filed from. Each of these adds a sentence to `errors` for what the visit does not have."""
    if not key:
        return None
    found = session.scalar(select(Stop).where(Stop.visit_id == visit.id, Stop.key == key))
    if found is None:
        errors["stop"] = "This stop is not in the visit's itinerary. Choose one that is, or none."
    return found


def voice(
    session: Session, visit: Visit, speaker_key: str, side_key: str, errors: dict[str, str]
) -> tuple[Speaker | None, Delegation | None]:
    """Who says so and for which side; a side may speak without a person."""
    speaker, side = _known(session, visit, Speaker, speaker_key), _known(session, visit, Delegation, side_key)
    if speaker_key and speaker is None:
        errors["speaker"] = "This speaker is not among the visit's people. Choose one who is, or none."
    elif side_key and side is None:
        errors["speaker"] = "This side is not part of the visit. Choose one that is, or none."
    elif speaker and side and speaker.delegation_id != side.id:
        errors["speaker"] = f"{speaker.name} speaks for another side. Choose the speaker or the side alone."
    return speaker, speaker.delegation if speaker else side


def _known(session: Session, visit: Visit, model: type[Voice], key: str) -> Voice | None:
    return session.scalar(select(model).where(model.visit_id == visit.id, model.key == key)) if key else None


def topics(session: Session, visit: Visit, slugs: Iterable[str], errors: dict[str, str]) -> tuple[Topic, ...]:
    wanted = {slug for slug in slugs if slug}
    if not wanted:
        return ()
    known = session.scalars(select(Topic).where(Topic.visit_id == visit.id, Topic.slug.in_(wanted))).all()
    missing = wanted - {topic.slug for topic in known}
    if missing:
        errors["topics"] = f"The visit has no topic {', '.join(sorted(missing))}. Choose among those it has."
    return tuple(sorted(known, key=lambda topic: topic.name))
