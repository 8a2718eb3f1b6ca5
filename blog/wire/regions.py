"""The parts of a page that are replaced as a whole, and which of them each event touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import render_template

from blog.models import Event, Verb, Visit
from blog.models.event import OF_ENGAGEMENTS, OF_UPDATES, RENAMES
from blog.queries import coverage, engagements, stream, visits
from blog.queries.filters import Filter


@dataclass(frozen=True)
class Region:
    """A part of the page that is replaced as a whole: its selector, its partial, and the partial's inputs.

    One that `is_framed` may be in frames on other sites, too. One whose `is_kept` is false shows what can change
    without an event.
    """

    target: str
    template: str
    inputs: Callable[[Visit], dict[str, Any]]
    is_framed: bool = True
    is_kept: bool = True


REGIONS = {
    "banner": Region("#banner", "live/_banner.html", lambda visit: {"banner": visits.banner_of(visit.id)}),
    "visit": Region("#visit-head", "live/_head.html", lambda visit: {}),
    "state": Region("#visit-state", "live/_state.html", lambda visit: {}),
    "status": Region("#visit-status", "live/_status.html", lambda visit: {}),
    "updated": Region("#visit-updated", "live/_updated.html", lambda visit: {"updated": coverage.updated(visit.id)}),
    "name": Region("#visit-name", "live/_name.html", lambda visit: {}),
    "empty": Region("#empty", "live/_empty.html", lambda visit: {}),
    # An upgrade renders its text again, as the newsroom's `rerender` does.
    "state-of-play": Region("#state-of-play", "live/_state_of_play.html", lambda visit: {}, is_kept=False),
    # It tells by how much the clocks differ from UTC now.
    "itinerary": Region("#itinerary", "live/_itinerary.html", lambda visit: {}, is_kept=False),
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
# Those that the live page and the pages around one update consist of.
OF_PAGES = (
    *("clocks", "banner", "visit", "portraits", "updated", "itinerary", "schedule"),
    *("state-of-play", "pinned", "filters", "key-events", "sides"),
)
# The head may show a stop and its local time; whatever concerns the whole visit uses the time of the current stop.
_MOVED = ("itinerary", "visit", "state", "updated", "banner", "state-of-play")
# They name every side and its speakers, who are loaded at once.
OF_ALL_SIDES = {"filters", "sides", "portraits", "clocks"}

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


class Marked(Protocol):
    """An update, as far as it says whether it stands elsewhere on the page too."""

    public_id: Any
    is_pinned: Any
    is_key: Any


def touched(events: Iterable[Event], updates: Iterable[Marked]) -> set[str]:
    """The names of the regions that these events touched, which changed these updates."""
    found = {region for event in events for region in TOUCHES[event.verb]}
    for update in updates:
        if update.is_pinned:
            found.add("pinned")
        if update.is_key:
            found.add("key-events")
    return found


def is_narrow(verb: Verb) -> bool:
    """Whether an event of this verb touches updates that it names, or one region, and nothing else."""
    return verb in OF_UPDATES or (len(TOUCHES[verb]) == 1 and verb not in RENAMES)


def inputs(visit: Visit, name: str, newest: Sequence[Event] = ()) -> dict[str, Any]:
    """What the partial of a region needs besides the visit. `newest` are the last events of the log, if they are known:
    the last change of a text is among them or is looked for."""
    if name in OF_ALL_SIDES:
        visits.fill(visit)
    if name == "updated" and (news := [event.at for event in newest if event.verb in coverage.NEWS]):
        return {"updated": news[-1]}
    return REGIONS[name].inputs(visit)


def render(visit: Visit, name: str, found: dict[str, Any]) -> str:
    """The HTML of a region, of the inputs that were found for it."""
    return render_template(REGIONS[name].template, visit=visit, **found)
