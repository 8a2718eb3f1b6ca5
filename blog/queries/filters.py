"""Readers' filters: how they appear in an address, and which updates they select."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from sqlalchemy import Select, select

from blog.models import Delegation, Kind, Speaker, State, Stop, Topic, Update, Visit

Statement = TypeVar("Statement", bound=Select[Any])


@dataclass(frozen=True)
class Filter:
    """One value for each filter; empty means no restriction.

    `static/js/matching.js` does the same with the attributes of an article: change both together.
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
        """The query arguments of this filter."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def __bool__(self) -> bool:
        return bool(self.args)

    def has(self, name: str, value: str) -> bool:
        """Whether this value is selected."""
        return bool(getattr(self, name) == value)

    def after(self, name: str, value: str) -> dict[str, str]:
        """The query arguments with this value toggled and all other filters kept."""
        return replace(self, **{name: "" if self.has(name, value) else value}).args

    def instead(self, name: str, value: str) -> dict[str, str]:
        """The query arguments with this value toggled and all other filters removed."""
        return {} if self.has(name, value) else {name: value}


def unknown_choices(visit: Visit, chosen: Mapping[str, str]) -> list[str]:
    """The filters whose value does not exist in the visit.

    Languages are never among them: the next update may be in any language.
    """
    known: dict[str, list[str]] = {
        "topic": [topic.slug for topic in visit.topics],
        "speaker": [speaker.key for delegation in visit.delegations for speaker in delegation.speakers],
        "delegation": [delegation.key for delegation in visit.delegations],
        "stop": [stop.key for stop in visit.stops],
        "kind": list(Kind),
    }
    return [name for name, value in chosen.items() if value not in known.get(name, [value])]


def filtered(statement: Statement, visit_id: int, wanted: Filter) -> Statement:
    """Restricts a statement about a visit's updates to those that pass the filter.

    A withdrawn update no longer matches its speaker or delegation, which were withdrawn too. It still matches its kind,
    topics, language and stop, so that the line that remains keeps its place.
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
