"""Renders the changed terms of embargoes for the pages that edit what is held under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import render_template

from blog.models import DeskEvent, DeskVerb, Reporter, Visit
from blog.permissions import may_write
from blog.queries import embargoes
from blog.wire.fragments import partial

# What shows them, by the attribute that names the embargo, since hundreds of updates may lie under one.
_PLACES = {"held-under": "desk/update/_held_under.html", "terms-of": "desk/update/_embargo_terms.html"}


def of_events(visit: Visit, events: Sequence[DeskEvent], account: Reporter) -> Iterator[str]:
    """The terms as they are now of the embargoes that these events are about."""
    if not may_write(account, visit):
        return
    for public_id in dict.fromkeys(event.subject for event in events if event.verb is DeskVerb.EMBARGO):
        embargo = embargoes.by_public_id(visit.id, public_id)
        if embargo is None or not embargo.is_open:
            continue  # what was under it has left it, which its own events say
        for place, template in _PLACES.items():
            html = render_template(template, visit=visit, embargo=embargo, current_user=account)
            yield partial(f'[data-{place}="{public_id}"]', "outerMorph", html)
