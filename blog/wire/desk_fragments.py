"""Renders what events of the desk changed on one account's pages, with the same partials that a page includes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template

from blog.models import DeskEvent, DeskVerb, Reporter, Visit
from blog.queries import desk
from blog.wire.fragments import partial

Inputs = Callable[[Visit, Reporter], dict[str, Any]]


@dataclass(frozen=True)
class Region:
    """A part of the desk that is replaced as a whole: its selector, its partial, and the partial's inputs."""

    target: str
    template: str
    inputs: Inputs


def _waiting(visit: Visit, account: Reporter) -> dict[str, Any]:
    return {"waiting": desk.waiting(visit.id, account)}


REGIONS = {
    "queue": Region("#queue", "desk/panels/_waiting.html", _waiting),
    "count": Region("#view-count", "desk/_view_count.html", _waiting),
}

_QUEUE = ("queue", "count")

TOUCHES: dict[DeskVerb, tuple[str, ...]] = {
    DeskVerb.SAVE: _QUEUE,
    DeskVerb.HAND_IN: _QUEUE,
    DeskVerb.SCHEDULE: _QUEUE,
    DeskVerb.HOLD: _QUEUE,
    DeskVerb.CLAIM: _QUEUE,
    DeskVerb.UNCLAIM: _QUEUE,
    DeskVerb.RETURN: _QUEUE,
    DeskVerb.DISCARD: _QUEUE,
    DeskVerb.RELEASE: _QUEUE,
    DeskVerb.EMBARGO: _QUEUE,
    DeskVerb.NOTE: (),
    DeskVerb.RESOLVE: (),
    DeskVerb.HAND_OVER: (),
    DeskVerb.CHANGE_UPDATE: (),
    DeskVerb.CHANGE_BANNER: (),
    DeskVerb.CHANGE_STATUS: (),
    DeskVerb.SUM_UP: (),
    DeskVerb.MOVE: (),
    DeskVerb.SET_UP: _QUEUE,  # it names the cities of stops
}


def render(visit: Visit, events: Sequence[DeskEvent], account: Reporter) -> str:
    """Renders everything these events changed for an account as htmx partials: present state only, each thing once.

    Empty, without any rendering, when they changed nothing on its pages. Needs a request context.
    """
    touched = {name for event in events for name in TOUCHES[event.verb]}
    return "".join(_region(visit, region, account) for name, region in REGIONS.items() if name in touched)


def _region(visit: Visit, region: Region, account: Reporter) -> str:
    inputs = region.inputs(visit, account)
    html = render_template(region.template, visit=visit, current_user=account, **inputs)
    return partial(region.target, "outerMorph", html)
