"""Saves a form over a row that may have changed since: what its author changed is stored, everything else stays."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from blog.models import Event, Reporter, Verb
from blog.newsroom import times
from blog.newsroom.errors import BothChanged
from blog.newsroom.transaction import Transaction
from blog.text import clock
from blog.translation import _

# The fields of a form, in groups that only make sense together, such as a city and its time zone.
Groups = tuple[tuple[str, ...], ...]
Values = Mapping[str, Any]
_DIGEST_CHARACTERS = 10


@dataclass(frozen=True)
class Loaded:
    """The `version` that a form was loaded with, and the fields in which its author now takes the other's value."""

    version: str
    yielded: Collection[str] = ()


def values_of(row: object, groups: Groups) -> dict[str, Any]:
    """The present values of a row's fields."""
    return {name: getattr(row, name) for group in groups for name in group}


def version_of(values: Values) -> str:
    """What a form remembers of the values it was loaded with: a short digest for each field, `city=91f0… zone=07ac…`.

    A copy of the values would double the size of a form, which is limited.
    """
    return " ".join(f"{name}={_digest(value)}" for name, value in values.items())


def merge(
    tx: Transaction, row: object, mine: Values, groups: Groups, loaded: Loaded | None, verbs: Iterable[Verb], key: str
) -> bool:
    """Stores in a row the fields that the author of a form changed. Returns whether that changed the row.

    Without `loaded`, as from a program, every field counts as changed. Raises BothChanged when somebody else has
    changed a field of the same group meanwhile; `verbs` and `key` find the event that says who.
    """
    now = values_of(row, groups)
    if loaded:
        mine = {**mine, **{name: now[name] for name in loaded.yielded if name in now}}
        base = dict(part.partition("=")[::2] for part in loaded.version.split())
        changed = {name for name in now if _digest(mine[name]) != base.get(name)}
        overtaken = {name for name in now if _digest(now[name]) != base.get(name)}
        if clashing := _clashing(now, mine, changed, overtaken, groups):
            theirs = {name: now[name] for name in now if name in clashing}
            raise BothChanged(who_changed(tx, verbs, key), theirs, outdated=overtaken - changed)
        mine = {name: mine[name] for name in changed}
    different = {name: value for name, value in mine.items() if value != now[name]}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def is_current(loaded: Loaded, name: str, value: object) -> bool:
    """Whether a field still has the value that a form was loaded with."""
    return f"{name}={_digest(value)}" in loaded.version.split()


def who_changed(tx: Transaction, verbs: Iterable[Verb], key: str = "") -> str:
    """The sentence about the last change: who made it and when, as far as the log knows."""
    wanted = select(Event.at, Event.by_id, Reporter.name).outerjoin(Reporter, Reporter.id == Event.by_id)
    wanted = wanted.where(Event.visit_id == tx.visit.id, Event.subject == key, Event.verb.in_(list(verbs)))
    last = tx.session.execute(wanted.order_by(Event.seq.desc()).limit(1)).first()
    if last is None:
        return _("This was changed while you were writing. Nothing was overwritten.")
    values = {"time": times.local_time(last.at, tx.visit.here), "name": last.name}
    if tx.by_id is not None and last.by_id == tx.by_id:
        return _("You changed this at %(time)s in another window. Nothing was overwritten.", **values)
    if last.name:
        return _("%(name)s changed this at %(time)s, after you opened it. Nothing was overwritten.", **values)
    return _("This was changed at %(time)s, after you opened it. Nothing was overwritten.", **values)


def _clashing(now: Values, mine: Values, changed: set[str], overtaken: set[str], groups: Groups) -> set[str]:
    """The fields to choose between: those that differ in groups that both have changed."""
    found: set[str] = set()
    for group in groups:
        differ = {name for name in group if mine[name] != now[name]}
        if differ & changed and overtaken.intersection(group):
            found |= differ
    return found


def _digest(value: object) -> str:
    text = clock.iso(value) if isinstance(value, datetime) else "" if value is None else str(value)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_CHARACTERS]
