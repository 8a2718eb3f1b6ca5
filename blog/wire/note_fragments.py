"""Renders what events changed of the notes to the desk: the list of a visit, and those on single updates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flask import render_template

from blog.models import DeskEvent, DeskVerb, Reporter, Visit
from blog.permissions import may_note
from blog.queries import desk, notes
from blog.wire.fragments import partial

# Verbs about a note, whose subject is its id; a deleted one is known by the update that it was on.
OF_NOTES = frozenset({DeskVerb.NOTE, DeskVerb.REPORT, DeskVerb.RESOLVE, DeskVerb.REOPEN})
# What changes the list of a visit besides: it gives times in the city where the visit is, and a release is of many.
_WHOLE = frozenset({*OF_NOTES, DeskVerb.DELETE_NOTE, DeskVerb.MOVE, DeskVerb.SET_UP, DeskVerb.RELEASE})
LIST, COUNT = "desk/panels/_notes_list.html", "desk/panels/_notes_count.html"


def of_events(visit: Visit, events: Sequence[DeskEvent], updates: Collection[str], account: Reporter) -> Iterator[str]:
    """What these events changed; `updates` are the public ids of updates that they concern otherwise."""
    note_ids = {int(event.subject) for event in events if event.verb in OF_NOTES and event.subject.isdecimal()}
    on = {event.subject for event in events if event.verb is DeskVerb.DELETE_NOTE and event.subject}
    on |= notes.updates_of(visit.id, note_ids) if note_ids else set()
    if any(event.verb in _WHOLE for event in events) or notes.are_on(visit.id, updates):
        yield from of_visit(visit, account)
    for public_id in sorted(on):
        yield from on_update(visit, public_id, account)


def of_visit(visit: Visit, account: Reporter) -> Iterator[str]:
    """The list of a visit and its count."""
    found = notes.of_visit(visit.id, account)
    inputs = {"visit": visit, "notes": found, "about": None, "current_user": account}
    yield partial("#notes-list:not([data-about])", "outerMorph", render_template(LIST, **inputs))
    yield partial("#notes-count:not([data-about])", "outerMorph", render_template(COUNT, **inputs))


def on_update(visit: Visit, public_id: str, account: Reporter) -> Iterator[str]:
    """The list of one update and its count, where its page is open."""
    update = desk.update(visit.id, public_id)
    if update is None or not may_note(account, update):
        return
    inputs = {"visit": visit, "notes": notes.on_update(update, account), "about": update, "current_user": account}
    for element, template in (("notes-list", LIST), ("notes-count", COUNT)):
        yield partial(f'#{element}[data-about="{public_id}"]', "outerMorph", render_template(template, **inputs))
