"""The people of a visit, and its topics: add delegations, speakers and topics, and put them right."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import ColumnElement, func, select

from blog.models import Delegation, Speaker, Topic, Update, Verb
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.itinerary import check_zone
from blog.newsroom.posts import search_text, visible
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up
from blog.text.cleaning import one_line
from blog.text.slugs import fresh, is_slug, slugify

Person = TypeVar("Person", Delegation, Speaker)


@verb(may_set_up)
def add_delegation(
    tx: Transaction,
    name: str,
    *,
    short_name: str = "",
    country: str = "",
    key: str = "",
    capital: str = "",
    zone: str = "",
) -> str:
    """Adds a side of the talks and returns its key. Readers may go by the clock of its capital (IANA `zone`)."""
    name = _required(name, "name", "Name the delegation.")
    capital, zone = _capital_clock(capital, zone)
    key = _unused_key(tx, Delegation, key) if key else _new_key(tx, Delegation, name, short_name or name)
    last = select(func.max(Delegation.position)).where(Delegation.visit_id == tx.visit.id)
    delegation = Delegation(visit_id=tx.visit.id, key=key, name=name, country=_line(country))
    delegation.short_name = _line(short_name) or name
    delegation.capital, delegation.zone = capital, zone
    delegation.position = (tx.session.scalar(last) or 0) + 1
    tx.session.add(delegation)
    tx.log(Verb.ADD_DELEGATION, key)
    return key


@verb(may_set_up)
def alter_delegation(
    tx: Transaction, key: str, name: str, *, short_name: str = "", country: str = "", capital: str = "", zone: str = ""
) -> None:
    """Puts a side right; its key, which stands in addresses, stays."""
    side = get_person(tx, Delegation, key)
    name = _required(name, "name", "Name the delegation.")
    _refuse_same_name(tx, side, name)
    words = (name, _line(short_name) or name, _line(country), *_capital_clock(capital, zone))
    if words != (side.name, side.short_name, side.country, side.capital, side.zone):
        side.name, side.short_name, side.country, side.capital, side.zone = words
        _reindex(tx, Update.delegation_id == side.id, Update.speaker_id.is_(None))
        tx.log(Verb.ALTER_DELEGATION, key)


@verb(may_set_up)
def add_speaker(tx: Transaction, name: str, *, title: str, delegation: str, key: str = "") -> str:
    """Adds a person who speaks for a delegation and returns the person's key."""
    name = _required(name, "name", "Name the speaker.")
    title = _required(title, "title", "Give the speaker's title: readers see it beside the name.")
    side = _find(tx, Delegation, delegation)
    if side is None:
        raise Invalid(delegation="This delegation is not part of the visit. Add it first.")
    key = _unused_key(tx, Speaker, key) if key else _new_key(tx, Speaker, name, name)
    tx.session.add(Speaker(visit_id=tx.visit.id, delegation_id=side.id, key=key, name=name, title=title))
    tx.log(Verb.ADD_SPEAKER, key)
    return key


@verb(may_set_up)
def change_speaker(tx: Transaction, key: str, *, name: str | None = None, title: str) -> None:
    """Puts a speaker's name right, everywhere; gives another title from now on.

    What was published keeps the title of its own time.
    """
    speaker = get_person(tx, Speaker, key)
    name = speaker.name if name is None else _required(name, "name", "Name the speaker.")
    _refuse_same_name(tx, speaker, name)
    title = _required(title, "title", "Give the speaker's new title.")
    renamed, retitled = speaker.name != name, speaker.title != title
    speaker.name, speaker.title = name, title
    if renamed:
        _reindex(tx, Update.speaker_id == speaker.id)
    if renamed or retitled:
        tx.log(Verb.RENAME_SPEAKER if renamed else Verb.RETITLE_SPEAKER, key)


@verb(may_set_up)
def add_topic(tx: Transaction, name: str, *, slug: str = "") -> str:
    """Adds a subject of the talks and returns its slug."""
    name = _required(name, "name", "Name the topic.")
    if slug and not is_slug(slug):
        raise Invalid(slug="A slug has small letters, digits and single hyphens, such as north-korea.")
    known = {topic.slug: topic.name for topic in tx.visit.topics}
    if slug in known or name.casefold() in (other.casefold() for other in known.values()):
        raise Refused(f"The visit has a topic {slug or name} already.")
    slug = slug or fresh(slugify(name), known)
    tx.session.add(Topic(visit_id=tx.visit.id, slug=slug, name=name))
    tx.log(Verb.ADD_TOPIC, slug)
    return slug


@verb(may_set_up)
def rename_topic(tx: Transaction, slug: str, name: str) -> None:
    """Calls a subject by another name; its slug, which stands in addresses, stays."""
    topic = get_topic(tx, slug)
    name = _required(name, "name", "Name the topic.")
    if any(name.casefold() == other.name.casefold() for other in tx.visit.topics if other is not topic):
        raise Invalid(name=f"The visit has a topic {name} already.")
    if topic.name != name:
        topic.name = name
        tx.log(Verb.RENAME_TOPIC, slug)


def _required(text: str, field: str, sentence: str) -> str:
    name = _line(text)
    if not name:
        raise Invalid(**{field: sentence})
    if len(name) > 300:
        raise Invalid(**{field: "This is too long: 300 characters are the most."})
    return name


def _line(text: str) -> str:
    return visible(one_line(text))


def _capital_clock(capital: str, zone: str) -> tuple[str, str]:
    """A capital with the zone of its clocks: both, or neither."""
    if not _line(capital) and not zone:
        return "", ""
    capital = _required(capital, "capital", "Name the capital that has this time zone.")
    check_zone(zone)
    return capital, zone


def _find(tx: Transaction, model: type[Person], key: str) -> Person | None:
    return tx.session.scalar(select(model).where(model.visit_id == tx.visit.id, model.key == key))


def get_person(tx: Transaction, model: type[Person], key: str) -> Person:
    """The side or the speaker of this key. Raises NotFound."""
    if found := _find(tx, model, key):
        return found
    raise NotFound(f"There is no such {model.__tablename__} in this visit.")


def get_topic(tx: Transaction, slug: str) -> Topic:
    """The topic of this slug. Raises NotFound."""
    if found := next((topic for topic in tx.visit.topics if topic.slug == slug), None):
        return found
    raise NotFound("There is no such topic in this visit.")


def _refuse_same_name(tx: Transaction, person: Person, name: str) -> None:
    model = type(person)
    taken = select(model.id).where(model.visit_id == tx.visit.id, model.name == name, model.id != person.id)
    if tx.session.scalar(taken):
        raise Invalid(name=f"The visit has a {model.__tablename__} {name} already.")


def _reindex(tx: Transaction, *is_theirs: ColumnElement[bool]) -> None:
    """Who looks for a name looks for the present one."""
    for update in tx.session.scalars(select(Update).where(*is_theirs, Update.words != "")):
        update.words = search_text(update)


def _new_key(tx: Transaction, model: type[Person], name: str, short_name: str) -> str:
    """A key from a name; two people of one name are two only to who gives them keys."""
    rows = tx.session.execute(select(model.key, model.name).where(model.visit_id == tx.visit.id))
    known = {row.key: row.name for row in rows}
    if name in known.values():
        raise Refused(f"The visit has a {model.__tablename__} {name} already.")
    return fresh(slugify(short_name), known)


def _unused_key(tx: Transaction, model: type[Person], key: str) -> str:
    if not is_slug(key):
        raise Invalid(key="A key has small letters, digits and single hyphens, such as qin-gang.")
    if _find(tx, model, key):
        raise Refused(f"The visit has a {model.__tablename__} {key} already. Give this one another key.")
    return key
