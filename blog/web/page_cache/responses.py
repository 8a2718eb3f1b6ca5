"""The one way in which a page that is kept is answered: found or made in its turn, and remembered for the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from flask import Response, current_app, request

from blog import metrics, work_queue
from blog.extensions import db
from blog.web.encoding import EncodedBody, negotiate_encoding, negotiated_response
from blog.web.page_cache.arguments import Asked, asked_in
from blog.web.page_cache.entries import Address, Entry, Made, PageCache
from blog.web.page_cache.vocabulary import every_word
from blog.wire.heads import Moment
from blog.wire.service import wire

# Seconds: a cache in front may answer by itself for one, for a few while it asks for the next page, for ten when this
# site does not answer. A withdrawn word is never alive for longer than that.
KEEP_FOR = "public, max-age=0, s-maxage=1, stale-while-revalidate=4, stale-if-error=10"
# How often a page may turn out to be the same as another one's.
_MOST_NAMES = 4

# What makes a page of what was asked.
Make = Callable[[Asked], "str | bytes | Made"]


class State(NamedTuple):
    """Everything that a page depends on besides its address, when it was so, and for how long caches may keep it."""

    text: str
    seen: Moment
    keep_for: str = KEEP_FOR


class SameAs(Exception):
    """Raised by a view before it renders: this page is kept under the name of another question."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.asked = asked


class _NotKept(Exception):
    """A page that refuses something is for one visitor."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


@dataclass(frozen=True)
class Page:
    """A page as it is asked for. `now` is the state of what it shows, and `again` looks at it once more.

    What `make` shows is at least as new as the state that was looked at last.
    """

    address: Address
    now: State
    again: Callable[[], State]
    make: Make
    mimetype: str


def respond(page: Page, asked: Asked) -> Response:
    """Answers from the cache, with a page that is made now if none of the present state is kept."""
    for _ in range(_MOST_NAMES):
        try:
            return _kept(page, asked)
        except SameAs as same:
            asked = same.asked
        except _NotKept as refusal:
            return _answer(refusal.entry)
    raise RuntimeError(f"{page.address.path} is the same as itself")


def respond_unkept(address: Address, make: Make, mimetype: str) -> Response:
    """Answers for an archive, of whose pages each is asked for once."""
    asked = asked_in(request.args.items(multi=True), address.arguments, every_word)
    for _ in range(_MOST_NAMES):
        try:
            made = make(asked)
        except SameAs as same:
            asked = same.asked
        else:
            return Response(made.body if isinstance(made, Made) else made, mimetype=mimetype)
    raise RuntimeError(f"{address.path} is the same as itself")


def page_cache() -> PageCache:
    """The cache of the current app."""
    found: PageCache = current_app.extensions["page_cache"]
    return found


def _kept(page: Page, asked: Asked) -> Response:
    cache, address = page_cache(), page.address
    now = page.now

    def look() -> State:
        """The present state. More may have happened while this request waited, for a turn or for the same page.

        Who waits keeps no connection from the others, and no snapshot: a page from an old one would be kept as new.
        """
        nonlocal now
        if not wire().heads.is_fresh(now.seen):
            now = page.again()
        db.session.remove()
        return now

    def is_current(entry: Entry) -> bool:
        return entry.state == look().text

    def made() -> Entry:
        queue = address.share_of(asked).queue
        with work_queue.turn(queue) if queue else nullcontext():
            at = look()
            made, form = _render(page, asked)
        entry = Entry(at.text, cache.etag(address, asked, at.text), form, made, at.keep_for, at.seen)
        if entry.status >= 400:
            raise _NotKept(entry)
        return entry

    db.session.remove()
    entry = cache.get_or_compute(address, asked, is_current, made)
    answer, seen = _answer(entry), now.seen
    answer.call_on_close(lambda: _remember(cache, address, entry, answer, seen))
    return answer


def _render(page: Page, asked: Asked) -> tuple[Made, EncodedBody]:
    """Calls the view, and compresses what it made for the visitor who waits."""
    began, made = perf_counter(), page.make(asked)
    made = made if isinstance(made, Made) else Made(made)
    form = EncodedBody(made.body if isinstance(made.body, bytes) else made.body.encode(), page.mimetype)
    form.encoded_as(negotiate_encoding(request.headers.get("Accept-Encoding", "")))
    metrics.PAGE.observe(perf_counter() - began)
    return made, form


def _answer(entry: Entry) -> Response:
    entry.count()
    answer = negotiated_response(entry.encoded)
    answer.status_code = entry.status
    answer.headers.update(entry.made.headers)
    answer.headers["Cache-Control"] = entry.keep_for if entry.status < 400 else "no-store"
    if entry.status == 204:
        del answer.headers["Content-Type"]
    if entry.status == 200:
        answer.headers["ETag"] = entry.etag
        answer.make_conditional(request)
    return answer


def _remember(cache: PageCache, address: Address, entry: Entry, answer: Response, seen: Moment) -> None:
    """At the close, when every hook has put its headers in."""
    if answer.status_code == entry.status and "Set-Cookie" not in answer.headers:
        cache.remember(address, entry, answer.headers, seen)
