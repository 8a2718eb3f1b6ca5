"""Answers a request from the page cache; on a miss, renders the page in its turn and caches it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from flask import Response, current_app, g, request

from blog import metrics, translation, work_queue
from blog.extensions import db
from blog.web.encoding import EncodedBody, negotiate_encoding, negotiated_response
from blog.web.page_cache.arguments import UI, Params, normalized, without_ui
from blog.web.page_cache.entries import Address, Entry, PageCache, Rendered
from blog.web.page_cache.vocabulary import any_value
from blog.wire.heads import Moment
from blog.wire.service import wire

# A proxy may serve the page for one second, for four more while it revalidates, and for ten if this site is down. So
# a withdrawn update disappears from all caches within seconds.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=4, stale-if-error=10"
# How many times a page may be replaced by the same page under another query.
_MAX_ALIASES = 4

# Renders the page for the arguments of a request.
Render = Callable[[Params], "str | bytes | Rendered"]


class State(NamedTuple):
    """What a page depends on besides its address, when it was read, and the Cache-Control header for it."""

    text: str
    seen: Moment
    cache_control: str = CACHE_CONTROL


class SameAs(Exception):
    """Raised by a view before it renders: the page is the same as for other arguments, and is cached under those."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.params = params


class _Uncacheable(Exception):
    """An error page is sent to one client and not cached."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


@dataclass(frozen=True)
class PageRequest:
    """A request for a page. `state` is the state that it depends on, `read_state` reads it again.

    `render` shows a state at least as new as the one that was read last.
    """

    address: Address
    state: State
    read_state: Callable[[], State]
    render: Render
    mimetype: str


def respond(page: PageRequest, params: Params) -> Response:
    """Answers from the cache; renders the page first if it is not cached for the current state."""
    for _ in range(_MAX_ALIASES):
        try:
            return _cached_response(page, params)
        except SameAs as same:
            params = {**same.params, **({UI: params[UI]} if UI in params else {})}
        except _Uncacheable as error:
            return _response(error.entry)
    raise RuntimeError(f"{page.address.path} is an alias of itself")


def respond_uncached(address: Address, render: Render, mimetype: str) -> Response:
    """Answers for an archive, which requests each page once."""
    params = without_ui(normalized(request.args.items(multi=True), address.arguments, any_value, address.own))
    for _ in range(_MAX_ALIASES):
        try:
            with translation.speaking(address.own):
                rendered = render(params)
        except SameAs as same:
            params = same.params
        else:
            return Response(rendered.body if isinstance(rendered, Rendered) else rendered, mimetype=mimetype)
    raise RuntimeError(f"{address.path} is an alias of itself")


def page_cache() -> PageCache:
    """The cache of the current app."""
    found: PageCache = current_app.extensions["page_cache"]
    return found


def _cached_response(page: PageRequest, params: Params) -> Response:
    cache, address = page_cache(), page.address
    state = page.state

    def current_state() -> State:
        """Reads the state again if it may have changed while this request waited for a turn or for another request.

        Gives the database session back, because a waiting request should hold neither a connection nor a snapshot:
        a page rendered from an old snapshot would be cached as new.
        """
        nonlocal state
        if not wire().heads.is_fresh(state.seen):
            state = page.read_state()
        db.session.remove()
        return state

    def is_current(entry: Entry) -> bool:
        return entry.state == current_state().text

    def compute() -> Entry:
        queue = address.partition_for(params).queue
        with work_queue.turn(queue) if queue else nullcontext():
            now = current_state()
            rendered, body = _render(page, params)
        entry = Entry(now.text, cache.etag(address, params, now.text), body, rendered, now.cache_control, now.seen)
        if entry.status >= 400:
            raise _Uncacheable(entry)
        return entry

    db.session.remove()
    entry = cache.get_or_compute(address, params, is_current, compute)
    response, seen = _response(entry), state.seen
    response.call_on_close(lambda: _enable_middleware(cache, address, entry, response, seen))
    return response


def _render(page: PageRequest, params: Params) -> tuple[Rendered, EncodedBody]:
    """Calls the view, and compresses the result in the encoding of the waiting client."""
    began = perf_counter()
    with translation.speaking(page.address.own, params.get(UI, "")):
        g.params = without_ui(params)
        result = page.render(g.params)
    rendered = result if isinstance(result, Rendered) else Rendered(result)
    body = EncodedBody(rendered.body if isinstance(rendered.body, bytes) else rendered.body.encode(), page.mimetype)
    body.encoded_as(negotiate_encoding(request.headers.get("Accept-Encoding", "")))
    metrics.PAGE.observe(perf_counter() - began)
    return rendered, body


def _response(entry: Entry) -> Response:
    entry.count()
    response = negotiated_response(entry.encoded)
    response.status_code = entry.status
    response.headers.update(entry.rendered.headers)
    response.headers["Cache-Control"] = entry.cache_control if entry.status < 400 else "no-store"
    if entry.status == 204:
        del response.headers["Content-Type"]
    if entry.status == 200:
        response.headers["ETag"] = entry.etag
        response.make_conditional(request)
    return response


def _enable_middleware(cache: PageCache, address: Address, entry: Entry, response: Response, seen: Moment) -> None:
    """Runs when the response is closed, so that the headers of all after-request hooks are in it."""
    if response.status_code == entry.status and "Set-Cookie" not in response.headers:
        cache.enable_middleware(address, entry, response.headers, seen)
