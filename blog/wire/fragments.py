"""Renders what a list of events changed as HTML fragments, with the same partials that a page includes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from flask import render_template

from blog import work_queue
from blog.models import Event, Update, Verb, Visit
from blog.models.event import OF_ENGAGEMENTS, OF_UPDATES, RENAMES
from blog.queries import changes, coverage, engagements, stream, visits
from blog.queries.filters import Filter


class TooManyChanges(Exception):
    """So much has changed that readers should load the whole page again."""


@dataclass(frozen=True)
class Region:
    """A part of the page that is replaced as a whole: its selector, its partial, and the partial's inputs.

    One that `is_framed` may be in frames on other sites, too.
    """

    target: str
    template: str
    inputs: Callable[[Visit], dict[str, Any]]
    is_framed: bool = True


REGIONS = {
    "banner": Region("#banner", "live/_banner.html", lambda visit: {"banner": visits.banner_of(visit.id)}),
    "visit": Region("#visit-head", "live/_head.html", lambda visit: {}),
    "state": Region("#visit-state", "live/_state.html", lambda visit: {}),
    "status": Region("#visit-status", "live/_status.html", lambda visit: {}),
    "updated": Region("#visit-updated", "live/_updated.html", lambda visit: {"updated": coverage.updated(visit.id)}),
    "name": Region("#visit-name", "live/_name.html", lambda visit: {}),
    "empty": Region("#empty", "live/_empty.html", lambda visit: {}),
    "state-of-play": Region("#state-of-play", "live/_state_of_play.html", lambda visit: {}),
    "itinerary": Region("#itinerary", "live/_itinerary.html", lambda visit: {}),
    "schedule": Region(
        "#schedule",
        "live/_schedule.html",
        lambda visit: {"schedule": engagements.now_and_next(visit)},
        is_framed=False,
    ),
    "clocks": Region("#times-in", "live/_clocks.html", lambda visit: {}),
    "filters": Region("#filters", "live/_filters.html", lambda visit: {"filters": Filter()}),
    "portraits": Region("#portraits", "live/_portraits.html", lambda visit: {}, is_framed=False),
    "sides": Region("#sides", "live/_sides.html", lambda visit: {}),
    "pinned": Region("#pinned", "live/_pinned.html", lambda visit: {"pinned": stream.pinned(visit.id)}),
    "key-events": Region(
        "#key-events", "live/_key_events.html", lambda visit: {"key_events": stream.key_events(visit.id)}
    ),
}

_TAKEN_DOWN = ("updated", "pinned", "key-events", "banner")
# The head may show a stop and its local time; whatever concerns the whole visit uses the time of the current stop.
_MOVED = ("itinerary", "visit", "state", "updated", "banner", "state-of-play")
# They name every side and its speakers, who are loaded at once.
_OF_ALL_SIDES = {"filters", "sides", "portraits", "clocks"}
# Past this, reloading the page costs less than the fragments.
MAX_RENAMED = 200

TOUCHES: dict[Verb, tuple[str, ...]] = {
    Verb.OPEN: (),
    Verb.PUBLISH: ("updated",),
    Verb.EDIT: ("updated",),
    Verb.WITHDRAW: _TAKEN_DOWN,
    Verb.PURGE: _TAKEN_DOWN,
    Verb.PIN: ("pinned",),
    Verb.UNPIN: ("pinned",),
    Verb.KEY: ("key-events",),
    Verb.UNKEY: ("key-events",),
    Verb.SHOW_MEDIA: (),
    Verb.CARD: (),
    Verb.MARK: (),
    Verb.CONFIRM: (),
    Verb.UNTIE: (),
    Verb.SET_BANNER: ("banner",),
    Verb.CLEAR_BANNER: ("banner",),
    # Pages without the visit's head show its status, the explanation and the title on their own.
    Verb.SET_STATUS: ("visit", "state", "status", "updated", "empty", "itinerary", "schedule", "key-events"),
    Verb.DESCRIBE: ("visit", "name"),
    Verb.SUM_UP: ("state-of-play",),
    Verb.ADD_STOP: (*_MOVED, "clocks", "filters"),
    Verb.CHANGE_STOP: _MOVED,
    Verb.RENAME_STOP: (*_MOVED, "schedule", "pinned", "key-events", "clocks", "filters"),
    Verb.ARRIVE: _MOVED,
    Verb.LEAVE: _MOVED,
    Verb.TAKE_BACK: _MOVED,
    Verb.DROP_STOP: (*_MOVED, "clocks", "filters"),
    Verb.ORDER_STOPS: (*_MOVED, "clocks", "filters"),
    Verb.ADD_DELEGATION: ("sides", "clocks", "filters"),
    Verb.ALTER_DELEGATION: ("sides", "clocks", "filters"),
    Verb.DROP_DELEGATION: ("sides", "clocks", "filters"),
    Verb.ADD_SPEAKER: ("sides", "filters"),
    Verb.RENAME_SPEAKER: ("portraits", "sides", "filters"),
    Verb.RETITLE_SPEAKER: ("portraits", "sides", "filters"),
    Verb.PORTRAY: ("portraits",),
    Verb.DROP_SPEAKER: ("portraits", "sides", "filters"),
    Verb.ADD_TOPIC: ("filters",),
    Verb.RENAME_TOPIC: ("filters",),
    Verb.DROP_TOPIC: ("filters",),
    **dict.fromkeys((*OF_ENGAGEMENTS, Verb.MOVE_ON), ("schedule",)),
}

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


def render(visit: Visit, events: Sequence[Event]) -> Fragments:
    """Renders everything these events changed as htmx partials: present state only, and each thing once.

    What only our own pages may show is left out in frames: the updates that have something of it are rendered twice.

    Needs a request context, because the partials build URLs. Raises TooManyChanges.
    """
    changed = {event.subject for event in events if event.verb in OF_UPDATES} | _affected_by_renames(visit, events)
    fresh = {event.subject for event in events if event.verb is Verb.PUBLISH}
    updates = changes.with_tied(visit.id, changed)
    both = [_update(visit, update, is_new=update.public_id in fresh) for update in work_queue.in_slices(updates)]
    touched = _touched(events, updates) | _touched_by_edits(visit, events)
    named = {(CHOSEN[event.verb], event.subject) for event in events if event.verb in CHOSEN}
    if named or touched & _OF_ALL_SIDES:
        visits.by_id(visit.id)  # fills this visit in
    regions = {name: _region(visit, REGIONS[name]) for name in work_queue.in_slices(REGIONS) if name in touched}
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


def _touched(events: Iterable[Event], updates: Iterable[Update]) -> set[str]:
    touched = {region for event in events for region in TOUCHES[event.verb]}
    for update in updates:
        if update.is_pinned:
            touched.add("pinned")
        if update.is_key:
            touched.add("key-events")
    return touched


def _touched_by_edits(visit: Visit, events: Iterable[Event]) -> set[str]:
    """An edit can change the banner, which shows the local time of the update it links to."""
    edited = {event.subject for event in events if event.verb is Verb.EDIT}
    banner = visits.banner_of(visit.id) if edited else None
    return {"banner"} if banner and banner.update and banner.update.public_id in edited else set()


def _update(visit: Visit, update: Update, *, is_new: bool) -> Fragments:
    own = _placed(update, render_template("live/_update.html", visit=visit, update=update), is_new)
    if not update.is_public or update.media == update.media_elsewhere:
        return Fragments(own, own)
    framed = render_template("live/_update.html", visit=visit, update=update, framed=True)
    return Fragments(own, _placed(update, framed, is_new))


def _placed(update: Update, html: str, is_new: bool) -> str:
    if is_new:
        return partial("#updates[data-front]", "afterbegin", html)
    return partial(f'[data-update="{update.public_id}"]', "outerMorph", html)


def _region(visit: Visit, region: Region) -> str:
    return partial(region.target, "outerMorph", render_template(region.template, visit=visit, **region.inputs(visit)))


def _chosen(visit: Visit, name: str, value: str) -> str:
    chosen = {"visit": visit, "name": name, "value": value}
    word, here = (render_template(f"live/_chosen_{part}.html", **chosen) for part in ("name", "here"))
    return partial(f'[data-chosen="{name}={value}"]', "outerMorph", word) + partial(
        f'[data-here="{name}={value}"]', "outerMorph", here
    )


def partial(target: str, swap: str, html: str) -> str:
    """HTML for a place of the page, as htmx takes it."""
    return f'<hx-partial hx-target="{escape(target)}" hx-swap="{swap}">{html}</hx-partial>'
