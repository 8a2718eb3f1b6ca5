"""Removes stops, delegations, speakers and topics that no update refers to, drafts and withdrawn ones included."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from blog.models import Delegation, Engagement, Speaker, Update, Verb
from blog.models.people import SIDE
from blog.newsroom import itinerary, people
from blog.newsroom.errors import InUse, Refused
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up
from blog.text.names import listed
from blog.translation import ngettext


@verb(may_set_up)
def drop_stop(tx: Transaction, key: str) -> None:
    """Removes a stop. Raises InUse while an update is filed from it."""
    stop = itinerary.get_stop(tx, key)
    if count := _count(tx, Update.stop == stop):
        sentence = ngettext(
            "%(num)s update is filed from %(name)s (drafts count). Choose another stop for it first.",
            "%(num)s updates are filed from %(name)s (drafts count). Choose another stop for them first.",
            count,
            name=stop.city,
        )
        raise InUse(sentence, "stop", key)
    planned = select(func.count()).select_from(Engagement).where(Engagement.stop_id == stop.id)
    if count := tx.session.scalars(planned).one():
        raise Refused(
            ngettext(
                "The schedule has %(num)s event in %(name)s. Remove it first, or move it to another stop.",
                "The schedule has %(num)s events in %(name)s. Remove them first, or move them to another stop.",
                count,
                name=stop.city,
            )
        )
    tx.session.delete(stop)
    tx.log(Verb.DROP_STOP, key)


@verb(may_set_up)
def drop_delegation(tx: Transaction, key: str) -> None:
    """Removes a delegation. Raises Refused while it has speakers, and InUse while an update is attributed to it."""
    delegation = people.get_person(tx, Delegation, key)
    if speakers := [speaker.name for speaker in delegation.speakers]:
        sentence = ngettext(
            "%(speakers)s speaks for %(name)s. Remove this speaker first.",
            "%(speakers)s speak for %(name)s. Remove these speakers first.",
            len(speakers),
            speakers=listed(speakers),
            name=delegation.name,
        )
        raise Refused(sentence)
    _refuse_attributed(tx, Update.delegation == delegation, delegation.name, SIDE + key)
    tx.session.delete(delegation)
    tx.log(Verb.DROP_DELEGATION, key)


@verb(may_set_up)
def drop_speaker(tx: Transaction, key: str) -> None:
    """Removes a speaker. Raises InUse while an update is attributed to this person."""
    speaker = people.get_person(tx, Speaker, key)
    _refuse_attributed(tx, Update.speaker == speaker, speaker.name, key)
    tx.session.delete(speaker)
    tx.log(Verb.DROP_SPEAKER, key)


@verb(may_set_up)
def drop_topic(tx: Transaction, slug: str) -> None:
    """Removes a topic. Raises InUse while an update has it."""
    topic = people.get_topic(tx, slug)
    if count := _count(tx, Update.topics.contains(topic)):
        sentence = ngettext(
            "%(num)s update has the topic %(name)s (drafts count). Remove the topic there first.",
            "%(num)s updates have the topic %(name)s (drafts count). Remove the topic there first.",
            count,
            name=topic.name,
        )
        raise InUse(sentence, "topic", slug)
    tx.session.delete(topic)
    tx.log(Verb.DROP_TOPIC, slug)


def _refuse_attributed(tx: Transaction, condition: ColumnElement[bool], name: str, voice: str) -> None:
    if count := _count(tx, condition):
        sentence = ngettext(
            "%(num)s update is attributed to %(name)s (drafts count). Attribute it to someone else first.",
            "%(num)s updates are attributed to %(name)s (drafts count). Attribute them to someone else first.",
            count,
            name=name,
        )
        raise InUse(sentence, "speaker", voice)


def _count(tx: Transaction, condition: ColumnElement[bool]) -> int:
    """The number of the visit's updates that match, in any state."""
    return tx.session.scalars(select(func.count()).where(Update.visit_id == tx.visit.id, condition)).one()
