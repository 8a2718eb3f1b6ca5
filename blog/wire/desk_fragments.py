"""Renders what events of the desk changed on one account's pages, with the same partials that a page includes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import render_template, url_for

from blog import work_queue
from blog.models import DeskEvent, DeskVerb, Reporter, State, Update, Visit
from blog.models.desk_event import OF_TEAMS, OF_UPDATES
from blog.permissions import (
    Permission,
    may_edit,
    may_edit_others,
    may_hold,
    may_set_banner,
    may_set_status,
    may_set_up,
    may_sum_up,
    may_write,
)
from blog.queries import accounts, desk, desk_search, embargoes, handovers, people, pool, stream, visits
from blog.wire import embargo_fragments, note_fragments, team_fragments
from blog.wire.fragments import partial

Inputs = Callable[[Visit, Reporter], dict[str, Any]]


@dataclass(frozen=True)
class Region:
    """A part of the desk that is replaced as a whole: its selector, its partial, and the partial's inputs.

    Only accounts with the permission have it on their pages. `swap` is `innerMorph` where its element stays.
    """

    target: str
    template: str
    inputs: Inputs = lambda visit, account: {}
    permission: Permission[[Visit]] = may_write
    swap: str = "outerMorph"


def _waiting(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"waiting": desk.waiting(visit.id, account), **_open_embargoes(visit, account)}


def _open_embargoes(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"embargoes": embargoes.open_embargoes(visit.id, account)}


def _banner(visit: Visit, account: Reporter) -> dict[str, Any]:
    shown, recent = visits.banner_of(visit.id), stream.front(visit).updates
    return {"banner": shown, "recent": recent, **_open_embargoes(visit, account)}


def _updates(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"updates": stream.front(visit).updates}


def _speakers(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"chosen": "", "said": people.habits(visit)}


def _new_side(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"chosen": visit.delegations[0].key if len(visit.delegations) == 1 else "", "present": ""}


def _filters(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"chosen": {}, "writers": desk_search.writers(visit.id) if may_edit_others(account, visit) else []}


def _handover(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"handover": handovers.unread_of(visit.id, account)}


_SPEAKERS, _STOPS = "desk/composer/_speaker_options.html", "desk/composer/_stop_options.html"

REGIONS = {
    "queue": Region("#queue", "desk/panels/_waiting.html", _waiting),
    "pool": Region("#pool-gaps", "desk/panels/_pool.html", lambda visit, _: {"pool_gaps": pool.gaps(visit.id)}),
    "doors": Region("#doors", "desk/_doors.html"),
    "handover": Region("#handover", "desk/panels/_handover.html", _handover),
    "here": Region("#here", "desk/panels/_here.html"),
    "status": Region(
        "#status-panel > .fold-sheet", "desk/panels/_status.html", permission=may_set_status, swap="innerMorph"
    ),
    "banner": Region(
        "#banner-panel > .fold-sheet", "desk/panels/_banner.html", _banner, may_set_banner, swap="innerMorph"
    ),
    "stand": Region(
        "#stand-panel > .fold-sheet", "desk/panels/_state_of_play.html", permission=may_sum_up, swap="innerMorph"
    ),
    # How a new text can be sent.
    "ways": Region("#composer-main", "desk/composer/_main_way.html", lambda *_: {"form": None}),
    "other-ways": Region("#composer-others", "desk/composer/_other_ways.html"),
    "why": Region("#composer-why", "desk/composer/_why.html"),
    "log": Region("#log-heard", "desk/log/_heard.html"),
    "edit-ways": Region("#ways-anew", "desk/update/_ways_anew.html", swap="outerHTML"),
    "set-up-first": Region("#set-up-first", "desk/_set_up_first.html", _updates, may_set_up),
    # The choices of the forms for a text. What is chosen in them is for the page to keep.
    "speakers": Region("select#new-speaker", _SPEAKERS, _speakers, swap="innerMorph"),
    "speakers-edit": Region(
        "select#edit-speaker", _SPEAKERS, lambda *_: {"chosen": "", "said": None}, swap="innerMorph"
    ),
    "sides": Region(
        "select#add-speaker-delegation", "desk/set_up/_side_options.html", _new_side, may_set_up, swap="innerMorph"
    ),
    "filters": Region(".find-choices", "desk/_find_choices.html", _filters, swap="innerMorph"),
    "stops": Region("form select[name=stop]", _STOPS, lambda visit, _: {"chosen": visit.here_key}, swap="innerMorph"),
    # An update that is under an embargo leaves it by other buttons.
    "embargoes": Region(
        "#new-embargo, #edit-embargo:not([data-stays])",
        "desk/composer/_embargo_options.html",
        lambda visit, account: {"chosen": "", **_open_embargoes(visit, account)},
        may_hold,
        swap="innerMorph",
    ),
    "held-embargoes": Region(
        "#edit-embargo[data-stays]",
        "desk/composer/_embargo_options.html",
        lambda visit, account: {"chosen": "", "is_held": True, **_open_embargoes(visit, account)},
        may_hold,
        swap="innerMorph",
    ),
    "held-banners": Region("#banner-hold", "desk/panels/_banner_hold.html", _open_embargoes, may_set_banner),
    "topics": Region(
        ".topic-choices", "desk/composer/_topic_choices.html", lambda *_: {"topics": []}, swap="innerMorph"
    ),
}

_QUEUE = ("queue", "pool")
_WAYS = ("ways", "other-ways", "why")
# What is held, and what may be held with it.
_HELD = (*_QUEUE, "embargoes", "held-banners")
_CHOICES = ("speakers", "speakers-edit", "sides", "filters", "topics", "set-up-first")
# What gives times in the city where the visit is.
_MOVED = ("here", "status", "banner", "stops", "handover")
_SET_UP = (DeskVerb.SET_UP, DeskVerb.DEMAND_APPROVAL)

# What the page of an edit says of its update: places and partials.
_OF_EDITS = {"meanwhile": "_meanwhile", "state": "_state", "decision": "_returned", "beside-edit": "_beside"}

# Of what an author is told that a colleague did it, and the state that it leads to; what is no more so is not told.
MOST_NEWS = 3
_DECISIONS = {
    DeskVerb.RETURN: State.RETURNED,
    DeskVerb.RELEASE: State.PUBLISHED,
    DeskVerb.CHANGE_UPDATE: State.WITHDRAWN,
}

TOUCHES: dict[DeskVerb, tuple[str, ...]] = {
    DeskVerb.PUBLISH: ("log", "pool"),
    DeskVerb.SAVE: _QUEUE,
    DeskVerb.HAND_IN: _QUEUE,
    DeskVerb.SCHEDULE: _QUEUE,
    DeskVerb.HOLD: _HELD,
    DeskVerb.TAKE_OUT: _HELD,
    DeskVerb.CLAIM: _QUEUE,
    DeskVerb.UNCLAIM: _QUEUE,
    DeskVerb.RETURN: _QUEUE,
    DeskVerb.DISCARD: (*_QUEUE, "held-banners"),  # one may have linked to it
    DeskVerb.RELEASE: _HELD,
    DeskVerb.EMBARGO: (*_HELD, "held-embargoes"),
    **dict.fromkeys((*note_fragments.OF_NOTES, DeskVerb.DELETE_NOTE, *OF_TEAMS), ()),  # in modules of their own
    DeskVerb.HAND_OVER: ("handover",),
    DeskVerb.READ_HANDOVER: ("handover",),
    DeskVerb.CHANGE_UPDATE: ("banner", "pool"),  # the form of the banner lists updates
    DeskVerb.CHANGE_BANNER: ("banner",),
    DeskVerb.CHANGE_STATUS: (*_HELD, "status", "here", "doors", *_WAYS, "edit-ways"),
    DeskVerb.SUM_UP: ("stand",),
    DeskVerb.MOVE: _MOVED,
    **dict.fromkeys((DeskVerb.SCHEDULE_DAY, DeskVerb.ASSIGN), ()),
    DeskVerb.SET_UP: (*_QUEUE, *_MOVED, *_WAYS, *_CHOICES),
    DeskVerb.DEMAND_APPROVAL: (*_QUEUE, *_WAYS, "edit-ways"),
}


def render(visit: Visit, events: Sequence[DeskEvent], account: Reporter) -> str:
    """Renders everything these events changed for an account as htmx partials: present state only, each thing once.

    Empty, without any rendering, when they changed nothing on its pages. Needs a request context.
    """
    touched = {name for event in events for name in TOUCHES[event.verb]}
    given = cache(lambda inputs: inputs(visit, account))  # several regions take the same
    parts = [_region(visit, region, account, given) for name, region in REGIONS.items() if name in touched]
    changed = {event.subject: event for event in events if event.verb in OF_UPDATES}
    news: list[tuple[int, str]] = []
    updates = desk.updates(visit.id, changed.keys()) if changed else ()
    for update in work_queue.in_slices(updates):
        parts += _update(visit, update, account)
        news += _decided(visit, update, changed[update.public_id], account)
    parts += [line for _seq, line in sorted(news)[-MOST_NEWS:]]
    gone = changed.keys() - {update.public_id for update in updates}
    parts += _discarded(visit, [event for event in events if event.subject in gone], account)
    parts += note_fragments.of_events(visit, events, changed.keys(), account)
    parts += embargo_fragments.of_events(visit, events, account)
    parts += team_fragments.of_events(visit, events, account)
    parts += _set_up(visit, events, account)
    return "".join(parts)


def _region(visit: Visit, region: Region, account: Reporter, given: Callable[[Inputs], dict[str, Any]]) -> str:
    if not region.permission(account, visit):
        return ""
    html = render_template(region.template, visit=visit, current_user=account, **given(region.inputs))
    return partial(region.target, region.swap, html)


def _update(visit: Visit, update: Update, account: Reporter) -> Iterator[str]:
    """What the page of an edit says of its update, beside the form and since the form was opened."""
    if not may_edit(account, update):
        return
    for place, name in _OF_EDITS.items():
        html = render_template(f"desk/update/{name}.html", visit=visit, update=update, current_user=account)
        yield partial(f'#{place}[data-about="{update.public_id}"]', "outerMorph", html)


def _discarded(visit: Visit, events: Sequence[DeskEvent], account: Reporter) -> Iterator[str]:
    """Tells whoever has the form of a text open that it was discarded; nothing else on the page can be done with it."""
    for event in events:
        if event.verb is not DeskVerb.DISCARD:
            continue
        name = "".join(accounts.names([event.by_id])) if event.by_id and event.by_id != account.id else ""
        html = render_template("desk/update/_discarded.html", visit=visit, public_id=event.subject, name=name)
        yield partial(f'#meanwhile[data-about="{event.subject}"]', "outerMorph", html)
        for place in ("state", "decision", "beside-edit"):
            yield partial(f'#{place}[data-about="{event.subject}"]', "delete", "")


def _decided(visit: Visit, update: Update, event: DeskEvent, account: Reporter) -> Iterator[tuple[int, str]]:
    """Tells an author what a colleague has decided about a text, wherever on the desk the author is; by its number."""
    is_told = update.is_by(account.id) and event.by_id != account.id
    if not is_told or _DECISIONS.get(event.verb) is not update.state:
        return
    here = url_for("desk.visit", slug=visit.slug)
    there = url_for("reader.update", slug=visit.slug, public_id=update.public_id, _anchor=f"u-{update.public_id}")
    line = render_template("desk/_decided.html", update=update, here=here, there=there)
    yield event.seq, partial("#desk-news", "beforeend", line)


def _set_up(visit: Visit, events: Sequence[DeskEvent], account: Reporter) -> Iterator[str]:
    """Tells who else changed the set-up: its page keeps what is typed, and is not changed."""
    others = {event.by_id for event in events if event.verb in _SET_UP} - {account.id, None}
    if others and may_set_up(account, visit):
        names = accounts.names([each for each in others if each])
        yield partial("#set-up-news", "outerMorph", render_template("desk/set_up/_news.html", visit=visit, names=names))
