"""Renders what a list of events changed as HTML fragments, with the same partials that a page includes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from flask import render_template

from blog import work_queue
from blog.models import Event, Update, Verb, Visit
from blog.models.event import OF_UPDATES, RENAMES
from blog.queries import changes, stream, visits
from blog.wire.kept import Kept, Shelf
from blog.wire.regions import OF_ALL_SIDES, REGIONS, touched


class TooManyChanges(Exception):
    """So much has changed that readers should load the whole page again."""


# Past this, reloading the page costs less than the fragments.
MAX_RENAMED = 200

# What a filtered page names above its updates: the filter to relabel for each kind of event.
CHOSEN = RENAMES | {
    Verb.ADD_STOP: "stop",
    Verb.DROP_STOP: "stop",
    Verb.ADD_DELEGATION: "delegation",
    Verb.DROP_DELEGATION: "delegation",
    Verb.ADD_SPEAKER: "speaker",
    Verb.DROP_SPEAKER: "speaker",
    Verb.ADD_TOPIC: "topic",
    Verb.DROP_TOPIC: "topic",
}


class Fragments(NamedTuple):
    """What changed, for the newsroom's own pages, and for its frames on other sites; nearly always the same text."""

    own: str
    framed: str


def render(
    visit: Visit,
    events: Sequence[Event],
    kept: Kept,
    *,
    adds: bool = True,
    loaded: Mapping[str, Update] | None = None,
) -> Fragments:
    """Renders everything these events changed as htmx partials: present state only, and each thing once.

    What only our own pages may show is left out in frames: the updates that have something of it are rendered twice.
    What `kept` has already is not rendered again, and with `adds` it keeps the rest. Updates that are `loaded` as they
    are now, by public id, are not read again.

    Needs a request context, because the partials build URLs. Raises TooManyChanges.
    """
    changed = {event.subject for event in events if event.verb in OF_UPDATES} | _affected_by_renames(visit, events)
    fresh = {event.subject for event in events if event.verb is Verb.PUBLISH}
    updates = changes.with_tied(visit.id, changed, loaded)
    kept.follow(visit, events, updates)
    shelf = kept.of(visit, adds=adds)
    both = [_update(shelf, update, is_new=update.public_id in fresh) for update in work_queue.in_slices(updates)]
    changes_of = touched(events, updates) | _touched_by_edits(visit, events)
    named = {(CHOSEN[event.verb], event.subject) for event in events if event.verb in CHOSEN}
    if named or changes_of & OF_ALL_SIDES:
        visits.fill(visit)
    regions = {name: _region(shelf, name, events) for name in work_queue.in_slices(REGIONS) if name in changes_of}
    chosen = [_chosen(visit, name, value) for name, value in sorted(named)]
    framed = [html for name, html in regions.items() if REGIONS[name].is_framed]
    return Fragments(
        "".join([*(each.own for each in both), *regions.values(), *chosen]),
        "".join([*(each.framed for each in both), *framed, *chosen]),
    )


def _affected_by_renames(visit: Visit, events: Iterable[Event]) -> set[str]:
    """The ids of updates that show something renamed by these events. Raises TooManyChanges past MAX_RENAMED."""
    found: set[str] = set()
    for verb, what in RENAMES.items():
        if renamed := {event.subject for event in events if event.verb is verb}:
            found.update(stream.ids_naming(visit.id, what, renamed, MAX_RENAMED + 1))
    if len(found) > MAX_RENAMED:
        raise TooManyChanges
    return found


def _touched_by_edits(visit: Visit, events: Iterable[Event]) -> set[str]:
    """An edit can change the banner, which shows the local time of the update it links to."""
    edited = {event.subject for event in events if event.verb is Verb.EDIT}
    banner = visits.banner_of(visit.id) if edited else None
    return {"banner"} if banner and banner.update and banner.update.public_id in edited else set()


def _update(shelf: Shelf, update: Update, *, is_new: bool) -> Fragments:
    own = _placed(update, shelf.article(update), is_new)
    if not update.is_public or update.media == update.media_elsewhere:
        return Fragments(own, own)
    return Fragments(own, _placed(update, shelf.article(update, is_framed=True), is_new))


def _placed(update: Update, html: str, is_new: bool) -> str:
    if is_new:
        return partial("#updates[data-front]", "afterbegin", html)
    return partial(f'[data-update="{update.public_id}"]', "outerMorph", html)


def _region(shelf: Shelf, name: str, events: Sequence[Event]) -> str:
    return partial(REGIONS[name].target, "outerMorph", shelf.region(name, events))


def _chosen(visit: Visit, name: str, value: str) -> str:
    chosen = {"visit": visit, "name": name, "value": value}
    word, here = (render_template(f"live/_chosen_{part}.html", **chosen) for part in ("name", "here"))
    return partial(f'[data-chosen="{name}={value}"]', "outerMorph", word) + partial(
        f'[data-here="{name}={value}"]', "outerMorph", here
    )


def partial(target: str, swap: str, html: str) -> str:
    """HTML for a place of the page, as htmx takes it."""
    return f'<hx-partial hx-target="{escape(target)}" hx-swap="{swap}">{html}</hx-partial>'
