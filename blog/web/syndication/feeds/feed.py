"""The content of a feed in any format: a page of entries, what was withdrawn, and links to other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from blog.models import Update, Visit
from blog.queries import corrections, named_updates, stream
from blog.queries.filters import Filter
from blog.queries.stream import StreamPage
from blog.web.syndication.entries import Entry, entries, id_of, id_of_visit
from blog.web.template_filters import macro

# How many older corrections and withdrawals the newest document repeats: feed readers do not fetch old pages again.
REMEMBERED = 25


@dataclass(frozen=True)
class Gone:
    """A withdrawn or removed entry: its id, when, and the public reason."""

    id: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Feed:
    """One document of a paged feed (RFC 5005 section 3). `id` is the same in all documents and formats of a feed.

    The first document has no page number in its address; the others have the page numbers of the site, counted from the
    oldest update, so that entries never move between them. `own` is the document's address, `home` that of the page.
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
    """The newest entries, and older ones corrected lately: feed readers fetch this document only."""
    page = stream.front(visit, wanted)
    shown = {update.public_id for update in page.updates}
    older = [name for name in corrections.corrected_ids(visit.id, wanted, REMEMBERED) if name not in shown]
    corrected = sorted(named_updates.by_public_ids(visit.id, older), key=lambda update: -(update.number or 0))
    # Of the whole visit, even in a filtered feed: a withdrawn update no longer tells its topic or speaker.
    taken_down = corrections.taken_down(visit.id, REMEMBERED)
    return _feed(visit, endpoint, wanted, page, [*page.updates, *corrected], taken_down)


def archived(visit: Visit, endpoint: str, wanted: Filter, number: int) -> Feed | None:
    """An older document, or None when there is none."""
    page = stream.page(visit, number, wanted)
    if page is None:
        return None
    if page.is_front:
        return front(visit, endpoint, wanted)
    return _feed(visit, endpoint, wanted, page, page.updates, [u for u in page.updates if not u.is_public])


def _feed(
    visit: Visit,
    endpoint: str,
    wanted: Filter,
    page: StreamPage[Update],
    updates: Sequence[Update],
    taken_down: Sequence[Update],
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
    """The labels of the active filters, as on the page."""
    return [macro("visit/_choice.html", "words_for", visit, name, value) for name, value in wanted.args.items()]
