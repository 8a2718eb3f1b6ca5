"""The people of a visit, and its topics: add delegations, speakers and topics, give a speaker a new title."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import func, select

from blog.models import Delegation, Role, Speaker, Topic, Verb
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.itinerary import check_zone
from blog.newsroom.record import Change, verb
from blog.newsroom.wording import clean
from blog.text.slugs import fresh, is_slug, slugify

Person = TypeVar("Person", Delegation, Speaker)


@verb(Role.EDITOR)
def add_delegation(
    change: Change,
    name: str,
    *,
    short_name: str = "",
    country: str = "",
    key: str = "",
    capital: str = "",
    zone: str = "",
) -> str:
    """Adds a side of the talks and returns its key. Readers may go by the clock of its capital (IANA `zone`)."""
    name = _named(name, "name", "Name the delegation.")
    capital, zone = _clock(capital, zone)
    key = _free(change, Delegation, key) if key else _made(change, Delegation, name, short_name or name)
    last = select(func.count()).where(Delegation.visit_id == change.visit.id)
    delegation = Delegation(visit_id=change.visit.id, key=key, name=name, country=clean(country))
    delegation.short_name = clean(short_name) or name
    delegation.capital, delegation.zone = capital, zone
    delegation.position = change.session.scalars(last).one() + 1
    change.session.add(delegation)
    change.log(Verb.ADD_DELEGATION, key)
    return key


@verb(Role.EDITOR)
def add_speaker(change: Change, name: str, *, title: str, delegation: str, key: str = "") -> str:
    """Adds a person who speaks for a delegation and returns the person's key."""
    name = _named(name, "name", "Name the speaker.")
    title = _named(title, "title", "Give the speaker's title: readers see it beside the name.")
    side = _find(change, Delegation, delegation)
    if side is None:
        raise Invalid(delegation="This delegation is not part of the visit. Add it first.")
    key = _free(change, Speaker, key) if key else _made(change, Speaker, name, name)
    change.session.add(Speaker(visit_id=change.visit.id, delegation_id=side.id, key=key, name=name, title=title))
    change.log(Verb.ADD_SPEAKER, key)
    return key


@verb(Role.EDITOR)
def retitle_speaker(change: Change, key: str, title: str) -> None:
    """Gives a speaker another title from now on; what was published keeps the title of its own time."""
    speaker = _find(change, Speaker, key)
    if speaker is None:
        raise NotFound("There is no such speaker in this visit.")
    title = _named(title, "title", "Give the speaker's new title.")
    if speaker.title != title:
        speaker.title = title
        change.log(Verb.RETITLE_SPEAKER, key)


@verb(Role.EDITOR)
def add_topic(change: Change, name: str, *, slug: str = "") -> str:
    """Adds a subject of the talks and returns its slug."""
    name = _named(name, "name", "Name the topic.")
    if slug and not is_slug(slug):
        raise Invalid(slug="A slug has small letters, digits and single hyphens, such as north-korea.")
    known = {topic.slug: topic.name for topic in change.visit.topics}
    if slug in known or name.casefold() in (other.casefold() for other in known.values()):
        raise Refused(f"The visit has a topic {slug or name} already.")
    slug = slug or fresh(slugify(name), known)
    change.session.add(Topic(visit_id=change.visit.id, slug=slug, name=name))
    change.log(Verb.ADD_TOPIC, slug)
    return slug


def _named(text: str, field: str, sentence: str) -> str:
    name = " ".join(clean(text).split())
    if not name:
        raise Invalid(**{field: sentence})
    if len(name) > 300:
        raise Invalid(**{field: "This is too long: 300 characters are the most."})
    return name


def _clock(capital: str, zone: str) -> tuple[str, str]:
    """A capital with the zone of its clocks: both, or neither."""
    if not clean(capital) and not zone:
        return "", ""
    capital = _named(capital, "capital", "Name the capital that has this time zone.")
    check_zone(zone)
    return capital, zone


def _find(change: Change, model: type[Person], key: str) -> Person | None:
    return change.session.scalar(select(model).where(model.visit_id == change.visit.id, model.key == key))


def _made(change: Change, model: type[Person], name: str, short_name: str) -> str:
    """A key from a name; two people of one name are two only to who gives them keys."""
    rows = change.session.execute(select(model.key, model.name).where(model.visit_id == change.visit.id))
    known = {row.key: row.name for row in rows}
    if name in known.values():
        raise Refused(f"The visit has a {model.__tablename__} {name} already.")
    return fresh(slugify(short_name), known)


def _free(change: Change, model: type[Person], key: str) -> str:
    if not is_slug(key):
        raise Invalid(key="A key has small letters, digits and single hyphens, such as qin-gang.")
    if _find(change, model, key):
        raise Refused(f"The visit has a {model.__tablename__} {key} already. Give this one another key.")
    return key
