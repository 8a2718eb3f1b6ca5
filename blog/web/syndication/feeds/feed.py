"""What stands in a feed, whatever its format: one page of a visit's entries, what was taken down, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from blog.models import Update, Visit
from blog.queries import corrections, stream
from blog.queries.filters import Filter
from blog.queries.stream import Page
from blog.web.syndication.entries import Entry, entries, id_of, id_of_visit
from blog.web.template_filters import macro

# How far back an answer reaches for what was put right or taken down: nobody asks for old pages a second time.
REMEMBERED = 25


@dataclass(frozen=True)
class Gone:
    """An entry that was withdrawn or removed: its id, when, and the public reason."""

    id: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Feed:
    """One document of a paged feed (RFC 5005 section 3). `id` is the same in all documents and formats of a feed.

    The first document is the front, which has no page in its address; the others are pages as the site has them,
    counted from the oldest end, so that what stands in one stays there. `own` is the document's address and `home` that
    of the page which shows the same.
    """

    id: str
    title: str
    summary: str
    lang: str
    home: str
    own: str
    first: str
    last: str
    previous: str | None
    next: str | None
    is_whole: bool
    updated: datetime
    entries: Sequence[Entry]
    gone: Sequence[Gone]


def front(visit: Visit, endpoint: str, wanted: Filter) -> Feed:
    """The newest entries, and older ones that were put right a short while ago: who follows a feed reads only this."""
    page = stream.front(visit, wanted)
    shown = {update.public_id for update in page.updates}
    older = [name for name in corrections.corrected_ids(visit.id, wanted, REMEMBERED) if name not in shown]
    put_right = sorted(stream.some(visit.id, older), key=lambda update: -(update.number or 0))
    # Of the whole visit: to whom or to what a withdrawn update belonged may be withdrawn with it.
    taken_down = corrections.taken_down(visit.id, REMEMBERED)
    return _feed(visit, endpoint, wanted, page, [*page.updates, *put_right], taken_down)


def archived(visit: Visit, endpoint: str, wanted: Filter, number: int) -> Feed | None:
    """An older document, or None when there is none."""
    page = stream.page(visit, number, wanted)
    if page is None:
        return None
    if page.is_front:
        return front(visit, endpoint, wanted)
    return _feed(visit, endpoint, wanted, page, page.updates, [u for u in page.updates if not u.is_public])


def _feed(
    visit: Visit, endpoint: str, wanted: Filter, page: Page, updates: Sequence[Update], taken_down: Sequence[Update]
) -> Feed:
    def address(number: int | None) -> str:
        return _address(endpoint, visit, wanted, number if number and number < page.pages else None)

    found = entries(visit, updates)
    gone = [
        Gone(id_of(update), update.withdrawn_at, update.withdrawn_note) for update in taken_down if update.withdrawn_at
    ]
    moments = [visit.created_at, *(one.updated for one in found), *(one.at for one in gone)]
    return Feed(
        id=id_of_visit(visit, "feed", *(f"{name}={value}" for name, value in wanted.args.items())),
        title=" · ".join([visit.title, *_chosen(visit, wanted)]),
        summary=visit.summary,
        lang=visit.lang,
        home=_address("reader.visit", visit, wanted, None if page.is_front else page.page),
        own=address(page.page),
        first=address(None),
        last=address(1),
        previous=address(page.newer) if page.newer else None,
        next=address(page.older) if page.older else None,
        is_whole=page.is_front and not wanted,
        updated=max(moments),
        entries=found,
        gone=gone,
    )


def _address(endpoint: str, visit: Visit, wanted: Filter, number: int | None) -> str:
    values: dict[str, Any] = {**wanted.args, "page": number}
    return url_for(endpoint, slug=visit.slug, _external=True, **values)


def _chosen(visit: Visit, wanted: Filter) -> list[str]:
    """What was chosen, in the words of the page."""
    return [macro("visit/_choice.html", "words_for", visit, name, value) for name, value in wanted.args.items()]
