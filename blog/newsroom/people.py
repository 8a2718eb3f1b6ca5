"""Adds and changes the delegations, speakers and topics of a visit."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import func, select

from blog.models import Delegation, Speaker, Topic, Update, Verb
from blog.models.limits import NAME_CHARACTERS
from blog.newsroom import merging
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.itinerary import check_zone
from blog.newsroom.merging import Groups, Loaded
from blog.newsroom.search_index import reindex
from blog.newsroom.titles import check as check_titles
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import visible_line
from blog.permissions import may_set_up
from blog.text.slugs import fresh, is_slug, slugify
from blog.translation import N_, _

Person = TypeVar("Person", Delegation, Speaker)

# The fields of the forms that only make sense together.
SIDE_GROUPS: Groups = (("name", "short_name"), ("country",), ("capital", "zone"))
SPEAKER_GROUPS: Groups = (("name",), ("title",), ("titles",), ("delegation",))
TOPIC_GROUPS: Groups = (("name",),)

NO_SIDE_NAME, NO_TOPIC_NAME = N_("Enter the name of the side."), N_("Enter the name of the topic.")
NO_SPEAKER_NAME, NO_TITLE = N_("Enter the name of the speaker."), N_("Enter the title of the speaker.")


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
    """Adds a side of the talks and returns its key. Readers can choose the time of its capital (IANA `zone`)."""
    name = _required(name, "name", _(NO_SIDE_NAME))
    capital, zone = _capital_clock(capital, zone)
    key = _unused_key(tx, Delegation, key) if key else _new_key(tx, Delegation, name, short_name or name)
    last = select(func.max(Delegation.position)).where(Delegation.visit_id == tx.visit.id)
    delegation = Delegation(visit_id=tx.visit.id, key=key, name=name, country=visible_line(country))
    delegation.short_name = visible_line(short_name) or name
    delegation.capital, delegation.zone = capital, zone
    delegation.position = (tx.session.scalar(last) or 0) + 1
    tx.session.add(delegation)
    tx.log(Verb.ADD_DELEGATION, key)
    return key


@verb(may_set_up)
def alter_delegation(
    tx: Transaction,
    key: str,
    name: str,
    *,
    short_name: str = "",
    country: str = "",
    capital: str = "",
    zone: str = "",
    loaded: Loaded | None = None,
) -> None:
    """Changes a side; its key stays, because addresses contain it. Raises BothChanged."""
    side = get_person(tx, Delegation, key)
    name = _required(name, "name", _(NO_SIDE_NAME))
    capital, zone = _capital_clock(capital, zone)
    fields = {"name": name, "short_name": visible_line(short_name) or name, "country": visible_line(country)}
    fields |= {"capital": capital, "zone": zone}
    verbs = (Verb.ADD_DELEGATION, Verb.ALTER_DELEGATION)
    if merging.merge(tx, side, fields, SIDE_GROUPS, loaded, verbs, key):
        _refuse_same_name(tx, side)
        reindex(tx.session, Update.delegation_id == side.id, Update.speaker_id.is_(None))
        tx.log(Verb.ALTER_DELEGATION, key)


@verb(may_set_up)
def add_speaker(tx: Transaction, name: str, *, title: str, delegation: str, key: str = "", titles: str = "") -> str:
    """Adds a speaker of a delegation and returns the speaker's key."""
    name = _required(name, "name", _(NO_SPEAKER_NAME))
    title = _required(title, "title", _(NO_TITLE))
    side = _side(tx, delegation)
    key = _unused_key(tx, Speaker, key) if key else _new_key(tx, Speaker, name, name)
    dated = check_titles(titles, (one.key for one in tx.visit.delegations))
    tx.session.add(Speaker(visit_id=tx.visit.id, delegation_id=side.id, key=key, name=name, title=title, titles=dated))
    tx.log(Verb.ADD_SPEAKER, key)
    return key


@verb(may_set_up)
def change_speaker(
    tx: Transaction,
    key: str,
    *,
    name: str | None = None,
    title: str,
    delegation: str | None = None,
    titles: str | None = None,
    loaded: Loaded | None = None,
) -> None:
    """Changes a speaker's name everywhere, and the title and the side from now on: updates keep those of their day.

    Raises BothChanged.
    """
    speaker = get_person(tx, Speaker, key)
    name = speaker.name if name is None else _required(name, "name", _(NO_SPEAKER_NAME))
    title = _required(title, "title", _(NO_TITLE))
    side = speaker.delegation if delegation is None else _side(tx, delegation)
    before, verbs = speaker.name, (Verb.ADD_SPEAKER, Verb.RENAME_SPEAKER, Verb.RETITLE_SPEAKER)
    dated = speaker.titles if titles is None else check_titles(titles, (one.key for one in tx.visit.delegations))
    fields = {"name": name, "title": title, "titles": dated, "delegation": side}
    if not merging.merge(tx, speaker, fields, SPEAKER_GROUPS, loaded, verbs, key):
        return
    if is_renamed := speaker.name != before:
        _refuse_same_name(tx, speaker)
        reindex(tx.session, Update.speaker_id == speaker.id)
    tx.log(Verb.RENAME_SPEAKER if is_renamed else Verb.RETITLE_SPEAKER, key)


@verb(may_set_up)
def add_topic(tx: Transaction, name: str, *, slug: str = "") -> str:
    """Adds a topic and returns its slug."""
    name = _required(name, "name", _(NO_TOPIC_NAME))
    if slug and not is_slug(slug):
        raise Invalid(slug=_("In a slug, use only lowercase letters, digits and single hyphens, such as north-korea."))
    known = {topic.slug: topic.name for topic in tx.visit.topics}
    if slug in known or name.casefold() in (other.casefold() for other in known.values()):
        raise Refused(_("The visit already has a topic %(name)s.", name=slug or name))
    slug = slug or fresh(slugify(name, tx.visit.lang), known)
    tx.session.add(Topic(visit_id=tx.visit.id, slug=slug, name=name))
    tx.log(Verb.ADD_TOPIC, slug)
    return slug


@verb(may_set_up)
def rename_topic(tx: Transaction, slug: str, name: str, *, loaded: Loaded | None = None) -> None:
    """Renames a topic; its slug stays, because addresses contain it. Raises BothChanged."""
    topic = get_topic(tx, slug)
    name = _required(name, "name", _(NO_TOPIC_NAME))
    if any(name.casefold() == other.name.casefold() for other in tx.visit.topics if other is not topic):
        raise Invalid(name=_("The visit already has a topic %(name)s.", name=name))
    if merging.merge(tx, topic, {"name": name}, TOPIC_GROUPS, loaded, (Verb.ADD_TOPIC, Verb.RENAME_TOPIC), slug):
        tx.log(Verb.RENAME_TOPIC, slug)


def _required(text: str, field: str, sentence: str) -> str:
    name = visible_line(text)
    if not name:
        raise Invalid(**{field: sentence})
    if len(name) > NAME_CHARACTERS:
        raise Invalid(**{field: _("This is too long (maximum %(most)s).", most=NAME_CHARACTERS)})
    return name


def _capital_clock(capital: str, zone: str) -> tuple[str, str]:
    """Validates a capital and its time zone: both, or neither."""
    if not visible_line(capital) and not zone:
        return "", ""
    capital = _required(capital, "capital", _("Enter the city for this time zone."))
    check_zone(zone)
    return capital, zone


def _find(tx: Transaction, model: type[Person], key: str) -> Person | None:
    return tx.session.scalar(select(model).where(model.visit_id == tx.visit.id, model.key == key))


def _side(tx: Transaction, key: str) -> Delegation:
    """The side that a form names for a speaker."""
    if not key:
        raise Invalid(delegation=_("Choose the side that this speaker speaks for."))
    if side := _find(tx, Delegation, key):
        return side
    raise Invalid(delegation=_("This side is not part of the visit. Add it first."))


def get_person(tx: Transaction, model: type[Person], key: str) -> Person:
    """The delegation or speaker of this key. Raises NotFound."""
    if found := _find(tx, model, key):
        return found
    raise NotFound(_("There is no such person or side in this visit."))


def get_topic(tx: Transaction, slug: str) -> Topic:
    """The topic of this slug. Raises NotFound."""
    if found := next((topic for topic in tx.visit.topics if topic.slug == slug), None):
        return found
    raise NotFound(_("There is no such topic in this visit."))


def _refuse_same_name(tx: Transaction, person: Person) -> None:
    model = type(person)
    taken = select(model.id).where(model.visit_id == tx.visit.id, model.name == person.name, model.id != person.id)
    if tx.session.scalar(taken):
        raise Invalid(name=_("The visit already has %(name)s.", name=person.name))


def _new_key(tx: Transaction, model: type[Person], name: str, short_name: str) -> str:
    """Makes a key from a name. Raises Refused for a name that exists: two people of one name need explicit keys."""
    rows = tx.session.execute(select(model.key, model.name).where(model.visit_id == tx.visit.id))
    known = {row.key: row.name for row in rows}
    if name in known.values():
        raise Refused(_("The visit already has %(name)s.", name=name))
    return fresh(slugify(short_name, tx.visit.lang), known)


def _unused_key(tx: Transaction, model: type[Person], key: str) -> str:
    if not is_slug(key):
        raise Invalid(key=_("In a key, use only lowercase letters, digits and single hyphens, such as qin-gang."))
    if _find(tx, model, key):
        raise Refused(_("The visit already has the key %(key)s. Choose another.", key=key))
    return key
