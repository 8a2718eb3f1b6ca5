"""The entries of the log of a visit's desk: what events are about, as it is called now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import literal, select, union_all

from blog.extensions import db
from blog.models import (
    Delegation,
    DeskEvent,
    DeskVerb,
    EditKind,
    Embargo,
    Engagement,
    Event,
    Reporter,
    Revision,
    Speaker,
    Stop,
    Topic,
    Update,
    Verb,
)
from blog.models.desk_event import OF_TEAMS, OF_UPDATES
from blog.models.event import OF_ENGAGEMENTS
from blog.models.event import OF_UPDATES as PUBLIC_ACTS

AnyVerb: TypeAlias = Verb | DeskVerb
AnyEvent: TypeAlias = Event | DeskEvent


@dataclass(frozen=True)
class Entry:
    """One act. `what` it is about is an `update`, `stop`, `speaker`, `delegation`, `topic`, `engagement`, `embargo` or
    `account`, or none of these; `name` is what that is called now, empty when it exists no more.

    `update` is None when it was discarded, `change` says why a published one was edited, and `reason` why something was
    released before its time. `detail` is what was changed, as models.DeskEvent has it. `is_about_oneself` says that
    whoever acted is the account that it is about.
    """

    verb: AnyVerb
    at: datetime
    who: str
    what: str
    name: str = ""
    update: Update | None = None
    change: EditKind | None = None
    reason: str = ""
    detail: str = ""
    is_about_oneself: bool = False

    @property
    def terms(self) -> tuple[str, str]:
        """Those of an embargo before and after they were changed; empty for anything else."""
        before, _, after = self.detail.partition("\n")
        return (before, after) if after else ("", "")


def as_they_read(visit_id: int, events: Sequence[AnyEvent]) -> Sequence[Entry]:
    """An entry for each event, in five statements."""
    accounts = {event.by_id for event in events if event.by_id}
    accounts |= {int(event.subject) for event in events if event.verb in OF_TEAMS and event.subject.isdecimal()}
    named = db.session.execute(select(Reporter.id, Reporter.name).where(Reporter.id.in_(accounts)))
    who = dict(named.all())
    subjects = {event.subject for event in events if event.subject}
    updates, names, changes = _updates(visit_id, subjects), _names(visit_id, subjects), _changes(visit_id, events)
    names = {**names, **{("account", str(account_id)): name for account_id, name in who.items()}}
    entries = []
    for event in events:
        what = _what(event.verb, is_update=event.subject in updates)
        note, detail = (event.note, event.detail) if isinstance(event, DeskEvent) else ("", "")
        entries.append(
            Entry(
                *(event.verb, event.at, who.get(event.by_id or 0, ""), what, names.get((what, event.subject), "")),
                updates.get(event.subject),
                changes.get(event.seq) if event.verb is Verb.EDIT else None,
                *(note, detail, event.verb in OF_TEAMS and event.subject == str(event.by_id)),
            )
        )
    return entries


def _what(verb: AnyVerb, *, is_update: bool) -> str:
    """What the subject of a verb names. What is released is an update, or an embargo with all that lies under it."""
    if verb is DeskVerb.EMBARGO or (verb is DeskVerb.RELEASE and not is_update):
        return "embargo"
    if verb in OF_TEAMS:
        return "account"
    if verb in PUBLIC_ACTS or verb in OF_UPDATES:
        return "update"
    if verb in OF_ENGAGEMENTS or verb is DeskVerb.ASSIGN:
        return "engagement"
    if verb in (Verb.ARRIVE, Verb.LEAVE, Verb.TAKE_BACK):
        return "stop"
    if verb is Verb.PORTRAY:
        return "speaker"
    what = verb.value.rpartition("_")[2]
    return what if isinstance(verb, Verb) and what in _NAMED else ""


_NAMED: Mapping[str, tuple[Any, Any, Any]] = {
    "stop": (Stop, Stop.key, Stop.city),
    "delegation": (Delegation, Delegation.key, Delegation.name),
    "speaker": (Speaker, Speaker.key, Speaker.name),
    "embargo": (Embargo, Embargo.public_id, Embargo.title),
    "topic": (Topic, Topic.slug, Topic.name),
    "engagement": (Engagement, Engagement.key, Engagement.title),
}


def _updates(visit_id: int, public_ids: Collection[str]) -> Mapping[str, Update]:
    # Selected by id alone and compared here: without statistics, a database would scan the visit.
    found = db.session.scalars(select(Update).where(Update.public_id.in_(public_ids)))
    return {update.public_id: update for update in found if update.visit_id == visit_id}


def _names(visit_id: int, keys: Collection[str]) -> Mapping[tuple[str, str], str]:
    """The names of stops, sides, speakers and topics by what they are and by key, in one statement."""
    parts = [
        select(literal(what).label("what"), key.label("key"), name.label("name")).where(
            model.visit_id == visit_id, key.in_(keys)
        )
        for what, (model, key, name) in _NAMED.items()
    ]
    return {(what, key): name for what, key, name in db.session.execute(union_all(*parts))}


def _changes(visit_id: int, events: Sequence[AnyEvent]) -> Mapping[int, EditKind]:
    """Why updates were edited, by the numbers of the events."""
    edits = [event for event in events if event.verb is Verb.EDIT]
    edited = select(Update.id).where(Update.public_id.in_({event.subject for event in edits}))
    numbers = [event.seq for event in edits]
    revisions = select(Revision.seq, Revision.change).where(Revision.update_id.in_(edited), Revision.seq.in_(numbers))
    return dict(db.session.execute(revisions).all())
