"""Looks up what a post names by key: its stop, its speaker or side, its topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from blog.models import Delegation, Speaker, Stop, Topic, Visit
from blog.translation import _

Voice = TypeVar("Voice", Speaker, Delegation)


def stop(session: Session, visit: Visit, key: str, errors: dict[str, str]) -> Stop | None:
    """The stop it is filed from. These functions add a sentence to `errors` for an unknown key."""
    if not key:
        return None
    # All of them are loaded: the message to readers shows where the visitors are.
    found = next((stop for stop in visit.stops if stop.key == key), None)
    if found is None:
        errors["stop"] = _("This stop is not in the itinerary. Choose another, or none.")
    return found


def voice(
    session: Session, visit: Visit, speaker_key: str, side_key: str, errors: dict[str, str]
) -> tuple[Speaker | None, Delegation | None]:
    """The speaker and the side; a side can speak without a named person."""
    speaker, side = _find(session, visit, Speaker, speaker_key), _find(session, visit, Delegation, side_key)
    if speaker_key and speaker is None:
        errors["speaker"] = _("This speaker is not part of the visit. Choose another, or none.")
    elif side_key and side is None:
        errors["speaker"] = _("This side is not part of the visit. Choose another, or none.")
    elif speaker and side and speaker.delegation_id != side.id:
        errors["speaker"] = _(
            "%(name)s speaks for another side. Choose either the speaker or the side.", name=speaker.name
        )
    return speaker, speaker.delegation if speaker else side


def _find(session: Session, visit: Visit, model: type[Voice], key: str) -> Voice | None:
    wanted = select(model).where(model.visit_id == visit.id, model.key == key)
    if model is Speaker:
        wanted = wanted.options(joinedload(Speaker.delegation))
    return session.scalar(wanted) if key else None


def topics(session: Session, visit: Visit, slugs: Iterable[str], errors: dict[str, str]) -> tuple[Topic, ...]:
    wanted = {slug for slug in slugs if slug}
    if not wanted:
        return ()
    known = session.scalars(select(Topic).where(Topic.visit_id == visit.id, Topic.slug.in_(wanted))).all()
    missing = wanted - {topic.slug for topic in known}
    if missing:
        errors["topics"] = _(
            "The visit has no topic %(topics)s. Choose from the list.", topics=", ".join(sorted(missing))
        )
    return tuple(visit.in_order(known))
