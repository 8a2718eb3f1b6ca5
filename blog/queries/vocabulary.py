"""The values that each filter can have in a visit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import literal, select, union_all

from blog.extensions import db
from blog.models import STATES_KNOWN_TO_READERS, Delegation, Speaker, Stop, Topic, Update

# Values by filter.
Vocabulary = Mapping[str, frozenset[str]]


def of_visit(visit_id: int) -> Vocabulary:
    """The keys of a visit's topics, speakers, delegations and stops, but not its languages: any update may add one."""
    named = {"topic": Topic.slug, "speaker": Speaker.key, "delegation": Delegation.key, "stop": Stop.key}
    parts = [select(literal(name), word).where(word.class_.visit_id == visit_id) for name, word in named.items()]
    words: dict[str, set[str]] = {name: set() for name in named}
    for name, word in db.session.execute(union_all(*parts)):
        words[name].add(word)
    return {name: frozenset(found) for name, found in words.items()}


def has_language(visit_id: int, lang: str) -> bool:
    """Whether readers are allowed to know about an update in this language."""
    wanted = select(Update.id).where(
        Update.visit_id == visit_id, Update.lang == lang, Update.state.in_(STATES_KNOWN_TO_READERS)
    )
    return db.session.scalar(wanted.limit(1)) is not None
