"""What a reader chose to see of a visit: how it stands in an address, and which updates it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from sqlalchemy import Select, select

from blog.models import Delegation, Kind, Speaker, State, Stop, Topic, Update, Visit

Asked = TypeVar("Asked", bound=Select[Any])


@dataclass(frozen=True)
class Filter:
    """What was chosen, one value for each name; empty means everything.

    `static/js/matching.js` decides the same from the attributes of an article: what is added here is added there.
    """

    topic: str = ""
    speaker: str = ""
    delegation: str = ""
    stop: str = ""
    kind: str = ""
    lang: str = ""
    key: str = ""

    @property
    def args(self) -> dict[str, str]:
        """What is chosen, as it stands in an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def __bool__(self) -> bool:
        return bool(self.args)

    def has(self, name: str, value: str) -> bool:
        """Whether this value is the chosen one of its name."""
        return bool(getattr(self, name) == value)

    def after(self, name: str, value: str) -> dict[str, str]:
        """The address after a click on a value: it joins the others, or is taken off when it was chosen."""
        return replace(self, **{name: "" if self.has(name, value) else value}).args

    def instead(self, name: str, value: str) -> dict[str, str]:
        """The same where one value alone can be chosen: it takes the place of what was chosen, or is taken off."""
        return {} if self.has(name, value) else {name: value}


def missing(visit: Visit, chosen: Mapping[str, str]) -> list[str]:
    """The names of those choices by which nothing is found because the visit has nothing that is called so.

    A language is no such choice: it may come with any update.
    """
    known: dict[str, list[str]] = {
        "topic": [topic.slug for topic in visit.topics],
        "speaker": [speaker.key for delegation in visit.delegations for speaker in delegation.speakers],
        "delegation": [delegation.key for delegation in visit.delegations],
        "stop": [stop.key for stop in visit.stops],
        "kind": list(Kind),
    }
    return [name for name, value in chosen.items() if value not in known.get(name, [value])]


def narrowed(statement: Asked, visit_id: int, wanted: Filter) -> Asked:
    """The statement about updates of a visit, without those that are not wanted.

    To whom a withdrawn update was attributed is withdrawn with it; its kind, topics, language and the stop
    where it was filed tell where the line that is left of it stands.
    """
    if wanted.topic:
        statement = statement.where(Update.topics.any(Topic.slug == wanted.topic))
    if wanted.speaker:
        statement = statement.where(Update.speaker.has(Speaker.key == wanted.speaker), Update.state == State.PUBLISHED)
    if wanted.delegation:
        side = select(Delegation.id).where(Delegation.visit_id == visit_id, Delegation.key == wanted.delegation)
        statement = statement.where(Update.delegation_id == side.scalar_subquery(), Update.state == State.PUBLISHED)
    if wanted.stop:
        filed_from = select(Stop.id).where(Stop.visit_id == visit_id, Stop.key == wanted.stop)
        statement = statement.where(Update.stop_id == filed_from.scalar_subquery())
    if wanted.kind:
        statement = statement.where(Update.kind == wanted.kind)
    if wanted.lang:
        statement = statement.where(Update.lang == wanted.lang)
    if wanted.key:
        statement = statement.where(Update.is_key)
    return statement
