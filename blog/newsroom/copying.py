"""Copies the set-up of an earlier visit into a new one: never its updates, schedule, banner or state of play."""

from __future__ import annotations

from sqlalchemy import select

from blog.models import Delegation, DeskVerb, ReadyText, Speaker, Stop, Topic, Verb, Visit
from blog.newsroom.errors import Refused
from blog.newsroom.ready_texts import GROUPS
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up, may_write
from blog.translation import _


@verb(may_set_up)
def copy_set_up(tx: Transaction, source_id: int, *, stops: bool = False) -> None:
    """Copies the sides, speakers, topics and ready-made texts of a visit that the account may write to.

    If that one demands approval, so does this one. On request its stops are copied as well, without times. What the
    visit has already, by its key, stays as it is.
    """
    source = tx.session.get(Visit, source_id)
    if source is None or source is tx.visit:
        raise Refused(_("Choose another visit to copy from."))
    tx.require(may_write, source)
    tx.concern(source.slug)
    _copy_sides(tx, source)
    _copy_topics(tx, source)
    _copy_ready_texts(tx, source)
    if source.approval and not tx.visit.approval:
        tx.visit.approval = True
        tx.tell_desk(DeskVerb.DEMAND_APPROVAL)
    if stops:
        _copy_stops(tx, source)


def _copy_sides(tx: Transaction, source: Visit) -> None:
    known = {side.key for side in tx.visit.delegations}
    speakers = set(tx.session.scalars(select(Speaker.key).where(Speaker.visit_id == tx.visit.id)))
    position = max((side.position for side in tx.visit.delegations), default=0)
    for side in source.delegations:
        if side.key in known:
            continue
        position += 1
        copied = Delegation(visit_id=tx.visit.id, position=position, **_fields(side, *_SIDE))
        tx.session.add(copied)
        tx.log(Verb.ADD_DELEGATION, side.key)
        for speaker in side.speakers:
            if speaker.key not in speakers:
                copied.speakers.append(
                    Speaker(visit_id=tx.visit.id, **_fields(speaker, "key", "name", "title", "titles"))
                )
                tx.log(Verb.ADD_SPEAKER, speaker.key)


def _copy_topics(tx: Transaction, source: Visit) -> None:
    known = {topic.slug for topic in tx.visit.topics}
    for topic in source.topics:
        if topic.slug not in known:
            tx.session.add(Topic(visit_id=tx.visit.id, slug=topic.slug, name=topic.name))
            tx.log(Verb.ADD_TOPIC, topic.slug)


def _copy_ready_texts(tx: Transaction, source: Visit) -> None:
    known = {text.key for text in tx.visit.ready_texts}
    position = max((text.position for text in tx.visit.ready_texts), default=0)
    for text in source.ready_texts:
        if text.key not in known:
            position += 1
            tx.session.add(ReadyText(visit_id=tx.visit.id, position=position, **_fields(text, *_READY_TEXT)))
            tx.without_event = True


def _copy_stops(tx: Transaction, source: Visit) -> None:
    known = {stop.key for stop in tx.visit.stops}
    position = max((stop.position for stop in tx.visit.stops), default=0)
    for stop in source.stops:
        if stop.key not in known:
            position += 1
            tx.session.add(Stop(visit_id=tx.visit.id, position=position, **_fields(stop, *_STOP)))
            tx.log(Verb.ADD_STOP, stop.key)


_SIDE = ("key", "name", "short_name", "country", "capital", "zone")
_READY_TEXT = ("key", *(name for group in GROUPS for name in group))
_STOP = ("key", "city", "country", "zone")


def _fields(row: Delegation | Speaker | Stop | ReadyText, *names: str) -> dict[str, str]:
    return {name: getattr(row, name) for name in names}
