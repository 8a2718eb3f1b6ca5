"""Taking out of a visit what was added by mistake: a stop, a delegation, a speaker, a topic that nothing hangs on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from blog.models import Delegation, Speaker, Stop, Topic, Update, Verb
from blog.newsroom import itinerary, people
from blog.newsroom.errors import Refused
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up

Thing = Stop | Delegation | Speaker | Topic


@verb(may_set_up)
def drop_stop(tx: Transaction, key: str) -> None:
    """Takes a stop out of the itinerary. Refused while an update has it as its dateline."""
    stop = itinerary.get_stop(tx, key)
    _unused(tx, stop, Update.stop, "filed from", "Change this stop instead, or give them another dateline first.")
    tx.session.delete(stop)
    tx.log(Verb.DROP_STOP, key)


@verb(may_set_up)
def drop_delegation(tx: Transaction, key: str) -> None:
    """Takes a side out of the talks. Refused while somebody speaks for it, or an update has its words."""
    delegation = people.get_person(tx, Delegation, key)
    if speakers := [speaker.name for speaker in delegation.speakers]:
        speak = "speaks" if len(speakers) == 1 else "speak"
        raise Refused(f"{', '.join(speakers)} {speak} for {delegation.name}. Remove who speaks for it first.")
    _unused(tx, delegation, Update.delegation, "attributed to", "Say that somebody else says so first.")
    tx.session.delete(delegation)
    tx.log(Verb.DROP_DELEGATION, key)


@verb(may_set_up)
def drop_speaker(tx: Transaction, key: str) -> None:
    """Takes a person out of the visit. Refused while an update has this person's words."""
    speaker = people.get_person(tx, Speaker, key)
    _unused(tx, speaker, Update.speaker, "attributed to", "Give them another speaker first.")
    tx.session.delete(speaker)
    tx.log(Verb.DROP_SPEAKER, key)


@verb(may_set_up)
def drop_topic(tx: Transaction, slug: str) -> None:
    """Takes a subject away, with its filter. Refused while an update carries it."""
    topic = people.get_topic(tx, slug)
    _unused(tx, topic, Update.topics, "filed under", "Rename the topic instead, or take it off them first.")
    tx.session.delete(topic)
    tx.log(Verb.DROP_TOPIC, slug)


def _unused(
    tx: Transaction,
    thing: Stop | Delegation | Speaker | Topic,
    use: InstrumentedAttribute[Any],
    how: str,
    otherwise: str,
) -> None:
    """Raises Refused while updates hang on a thing: drafts too, which would lose it without a word."""
    users = select(func.count()).select_from(Update).where(Update.visit_id == tx.visit.id, _uses(use, thing))
    if count := tx.session.scalars(users).one():
        name = thing.city if isinstance(thing, Stop) else thing.name
        updates = "1 update is" if count == 1 else f"{count:,} updates are"
        raise Refused(f"{updates} {how} {name}, drafts and withdrawn ones counted. {otherwise}")


def _uses(use: InstrumentedAttribute[Any], thing: Thing) -> ColumnElement[bool]:
    return use.contains(thing) if isinstance(thing, Topic) else use == thing
